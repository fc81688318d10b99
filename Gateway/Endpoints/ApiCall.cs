using Molecule.Gateway.Access;

namespace Molecule.Gateway.Endpoints;

/// <summary>A request that passed its gate.</summary>
/// <param name="Http">The request.</param>
/// <param name="Caller">Who sent it.</param>
/// <param name="Id">The workspace that its path names, checked for its spelling; empty when it names none.</param>
readonly record struct ApiCall(HttpContext Http, Caller Caller, string Id)
{
    /// <summary>The org of the caller.</summary>
    public string Org => Caller.Org;

    /// <summary>The client is gone. Only questions stop for that, never commands.</summary>
    public CancellationToken Aborted => Http.RequestAborted;

    /// <summary>A member of the query, or null.</summary>
    public string? Query(string name) => Http.Request.Query.TryGetValue(name, out var value) ? value.ToString() : null;
}

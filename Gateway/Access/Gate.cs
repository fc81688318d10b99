namespace Molecule.Gateway.Access;

/// <summary>A rule about who may pass. Each is one section of the contract's chapter 2.</summary>
abstract class Gate
{
    /// <summary>Its name in the contract's tables, shown in the API description.</summary>
    public abstract string Name { get; }

    /// <summary>Decides about a request.</summary>
    /// <param name="http">The request.</param>
    /// <param name="subject">The workspace that the request is about; empty when it is about none.</param>
    public abstract ValueTask<Verdict> JudgeAsync(HttpContext http, string subject);
}

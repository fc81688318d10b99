namespace Molecule.Gateway.Endpoints;

/// <summary>What the API description says of a route.</summary>
/// <param name="Summary">One sentence.</param>
sealed record RouteDoc(string Summary)
{
    /// <summary>The shape of the body, or null.</summary>
    public Type? Body { get; init; }

    /// <summary>Query members: name and meaning.</summary>
    public IReadOnlyList<(string Name, string Meaning)> Query { get; init; } = [];

    /// <summary>Every status with its shape (null: free) and, for errors, the texts.</summary>
    public IReadOnlyList<RouteAnswer> Answers { get; init; } = [];

    /// <summary>The text of a 500, when a fault of the handler has one of its own.</summary>
    public string? Fault { get; init; }
}

/// <summary>One status that a route answers with.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="Meaning">What it says; for errors the contract's text.</param>
/// <param name="Shape">The type of its body; null: an error, or free JSON.</param>
sealed record RouteAnswer(int Status, string Meaning, Type? Shape = null);

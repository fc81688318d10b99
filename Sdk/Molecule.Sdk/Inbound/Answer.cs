namespace Molecule.Sdk.Inbound;

/// <summary>
/// What became of one message: the agent's text, or the code and sentence of its failure. Repeats are given the same one.
/// </summary>
sealed record Answer
{
    public string? Text { get; private init; }
    public string MessageId { get; } = Guid.NewGuid().ToString();
    public (int Code, string Message)? Failure { get; private init; }

    public static Answer Said(string text) => new() { Text = text };
    public static Answer Failed(int code, string message) => new() { Failure = (code, message) };
}

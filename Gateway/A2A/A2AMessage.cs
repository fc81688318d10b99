namespace Molecule.Gateway.A2A;

/// <summary>A message as it goes out to an agent.</summary>
/// <param name="Body">The normalised JSON-RPC request, UTF-8.</param>
/// <param name="Method">Its JSON-RPC method, or null.</param>
/// <param name="MessageId"><c>params.message.messageId</c>, or null when there is no message.</param>
readonly record struct A2AMessage(ReadOnlyMemory<byte> Body, string? Method, string? MessageId)
{
    /// <summary>The method whose answer is always collected to its end, whatever the client's <c>Accept</c> says.</summary>
    public const string SendMethod = "message/send";

    /// <summary>The method whose answer comes in parts.</summary>
    public const string StreamMethod = "message/stream";
}

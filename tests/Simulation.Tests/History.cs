namespace Molecule.Simulation.Tests;

/// <summary>What clients and agents saw: the only thing that the checker believes, besides what is on disk at the end.</summary>
sealed class History
{
    /// <summary>Messages that were sent: id → target.</summary>
    public Dictionary<string, string> Sent { get; } = [];

    /// <summary>Messages whose sender was told 202.</summary>
    public HashSet<string> Queued { get; } = [];

    /// <summary>Messages whose sender was told that the agent answered.</summary>
    public HashSet<string> Answered { get; } = [];

    /// <summary>What agents received: whose agent, which message, whether it answered 2xx.</summary>
    public List<(string WorkspaceId, string MessageId, bool Answered)> Received { get; } = [];

    /// <summary>Tokens that were shown: plain text → workspace.</summary>
    public Dictionary<string, string> Tokens { get; } = [];

    /// <summary>Tokens whose revocation was confirmed.</summary>
    public HashSet<string> Revoked { get; } = [];

    /// <summary>Tokens whose revocation was asked for, and perhaps done.</summary>
    public HashSet<string> RevocationAsked { get; } = [];

    /// <summary>Workspaces whose removal was confirmed.</summary>
    public HashSet<string> Removed { get; } = [];

    /// <summary>What happened, line by line, for people.</summary>
    public List<string> Lines { get; } = [];
}

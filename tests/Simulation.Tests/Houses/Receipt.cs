namespace Molecule.Simulation.Tests.Houses;

/// <summary>A message that arrived at an agent.</summary>
sealed record Receipt(string WorkspaceId, string MessageId, int Era)
{
    /// <summary>Whether the agent answered 2xx.</summary>
    public bool IsAnswered { get; set; }

    /// <summary>Whether the platform surely did not hear of its end.</summary>
    public bool IsReplyLost { get; set; }
}

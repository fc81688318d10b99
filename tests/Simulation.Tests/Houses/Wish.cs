namespace Molecule.Simulation.Tests.Houses;

/// <summary>A request for approval, as those know it who asked and decided.</summary>
sealed record Wish(string WorkspaceId, string Id)
{
    /// <summary>Whether somebody was told that it waits.</summary>
    public bool IsAccepted { get; set; }

    /// <summary>How it may have been decided; who was not answered does not know.</summary>
    public List<Decision> Tried { get; } = [];

    /// <summary>How those decided it who were told that they did. One at most, if all is well.</summary>
    public List<Decision> Taken { get; } = [];
}

/// <summary>What somebody says to a request for approval.</summary>
sealed record Decision(bool IsApproved, string By);

namespace Molecule.Grains.Workspaces;

/// <summary>What became of a restart, a pause or a resume.</summary>
public enum LifecycleResult
{
    /// <summary>It is accepted: what is left to do is done whatever happens.</summary>
    Accepted,

    /// <summary>Unknown or removed; for a pause: paused already; for a resume: not paused.</summary>
    NotFound,

    /// <summary>A workspace above it is paused.</summary>
    AncestorPaused,

    /// <summary>There is nothing to start its agent with.</summary>
    NoProvisioner,

    /// <summary>Its agent lives outside and cannot be restarted from here.</summary>
    IsExternal,
}

/// <summary>What became of a restart, a pause or a resume.</summary>
/// <param name="Result">The result.</param>
/// <param name="Count">How many workspaces were paused or resumed, this one included.</param>
/// <param name="AncestorName">The name of the nearest paused workspace above, if that is the reason.</param>
/// <param name="Template">Of a restart: the template that the configuration is taken from; null: it stays as it is.</param>
[GenerateSerializer, Immutable, Alias("molecule.lifecycle-outcome")]
public sealed record LifecycleOutcome(
    [property: Id(0)] LifecycleResult Result,
    [property: Id(1)] int Count = 0,
    [property: Id(2)] string AncestorName = "",
    [property: Id(3)] string? Template = null);

/// <summary>What became of a wish to put a workspace to sleep.</summary>
public enum HibernateResult
{
    /// <summary>It sleeps, or is about to.</summary>
    Hibernated,

    /// <summary>Unknown, or neither online nor degraded.</summary>
    NotFound,

    /// <summary>Its agent is at work and nobody forced it.</summary>
    Busy,
}

/// <summary>What became of a wish to put a workspace to sleep.</summary>
/// <param name="Result">The result.</param>
/// <param name="ActiveTasks">What its agent is at work on, if that is the reason.</param>
[GenerateSerializer, Immutable, Alias("molecule.hibernate-outcome")]
public sealed record HibernateOutcome([property: Id(0)] HibernateResult Result, [property: Id(1)] int ActiveTasks = 0);

/// <summary>Whether a console could be read.</summary>
public enum ConsoleResult
{
    /// <summary>It was.</summary>
    Read,

    /// <summary>Unknown workspace.</summary>
    NotFound,

    /// <summary>The backend has none, or there is no backend.</summary>
    Unavailable,

    /// <summary>The backend failed.</summary>
    Failed,
}

/// <summary>What an agent wrote.</summary>
/// <param name="Result">Whether it could be read.</param>
/// <param name="Output">Its end.</param>
[GenerateSerializer, Immutable, Alias("molecule.console-outcome")]
public sealed record ConsoleOutcome([property: Id(0)] ConsoleResult Result, [property: Id(1)] string Output = "");

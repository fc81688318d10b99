namespace Molecule.Gateway.Endpoints.Workspaces;

/// <summary>The body of a restart (contract, 6.1): where the configuration comes from, and whether the session is kept.</summary>
sealed record RestartBody
{
    /// <summary>A template by name.</summary>
    public string? Template { get; init; }

    /// <summary>Whether a template may be chosen by the workspace's name or runtime.</summary>
    public bool? ApplyTemplate { get; init; }

    /// <summary>Whether the org's template may be taken.</summary>
    public bool? RebuildConfig { get; init; }

    /// <summary>Whether what the last session kept is discarded.</summary>
    public bool? Reset { get; init; }
}

/// <summary>A restart is accepted.</summary>
/// <param name="Status">Always <c>provisioning</c>.</param>
/// <param name="ConfigDir">Where the configuration comes from.</param>
/// <param name="ResetSession">Whether the session is discarded.</param>
sealed record RestartedReply(string Status, string ConfigDir, bool ResetSession)
{
    /// <summary>The configuration that the workspace has.</summary>
    public const string ExistingVolume = "existing-volume";
}

/// <summary>So many workspaces are paused.</summary>
sealed record PausedReply(string Status, int PausedCount);

/// <summary>So many workspaces are on their way back.</summary>
sealed record ResumedReply(string Status, int ResumedCount);

/// <summary>An agent is at work, for the API description.</summary>
sealed record BusyReply(string Error, int ActiveTasks);

/// <summary>The body of a bootstrap failure.</summary>
/// <param name="Error">What went wrong.</param>
/// <param name="LogTail">The end of the log.</param>
sealed record BootstrapBody(string? Error = null, string? LogTail = null);

/// <summary>A bootstrap failure is taken, for the API description.</summary>
sealed record BootstrapReply(bool Ok, bool? NoChange);

/// <summary>The end of what an agent wrote.</summary>
sealed record ConsoleReply(string Output);

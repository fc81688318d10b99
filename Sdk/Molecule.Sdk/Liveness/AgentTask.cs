namespace Molecule.Sdk.Liveness;

/// <summary>
/// Work in hand, as heartbeats and the canvas show it. Say <see cref="Succeeded"/> or <see cref="Failed"/> for the error rate to count it,
/// and dispose it when it ends.
/// </summary>
public sealed class AgentTask : IDisposable
{
    readonly AgentFigures _figures;
    bool? _failed;
    string? _error;

    internal AgentTask(AgentFigures figures) => _figures = figures;

    internal string Description { get; set; } = "";

    /// <summary>Says what is being done now.</summary>
    /// <param name="description">One short line; cut to 100 characters.</param>
    public void Describe(string description)
    {
        ArgumentNullException.ThrowIfNull(description);
        _figures.Describe(this, description);
    }

    /// <summary>The work came to a good end.</summary>
    public void Succeeded() => _failed = false;

    /// <summary>The work failed.</summary>
    /// <param name="error">Why: shown as the workspace's sample error.</param>
    public void Failed(Exception error)
    {
        ArgumentNullException.ThrowIfNull(error);
        _failed = true;
        _error = $"{error.GetType().Name}: {error.Message}";
    }

    /// <summary>The work is over.</summary>
    public void Dispose() => _figures.End(this, _failed, _error);
}

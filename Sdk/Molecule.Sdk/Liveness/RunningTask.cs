namespace Molecule.Sdk.Liveness;

/// <summary>One message in hand, as the heartbeat shows it. Disposing it ends it.</summary>
sealed class RunningTask(AgentFigures figures) : IDisposable
{
    bool? _failed;
    string? _error;

    internal string Description { get; set; } = "";

    public void Describe(string description) => figures.Describe(this, description);

    public void Succeeded() => _failed = false;

    public void Failed(Exception error)
    {
        _failed = true;
        _error = $"{error.GetType().Name}: {error.Message}";
    }

    public void Dispose() => figures.End(this, _failed, _error);
}

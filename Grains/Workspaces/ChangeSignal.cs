namespace Molecule.Grains.Workspaces;

/// <summary>Lets calls that interleave wait for the next change. Belongs to one activation and is used within its turns only.</summary>
sealed class ChangeSignal
{
    TaskCompletionSource? _next;

    /// <summary>Ends with the next <see cref="Raise"/>.</summary>
    public Task Next => (_next ??= new TaskCompletionSource()).Task;

    /// <summary>Something changed.</summary>
    public void Raise()
    {
        var raised = _next;
        _next = null;
        raised?.TrySetResult();
    }
}

using Molecule.Grains;

namespace Molecule.Live.Tests.Support;

/// <summary>A tenure that a test ends.</summary>
sealed class FakeTenure : ITenure, IDisposable
{
    readonly CancellationTokenSource _ended = new();

    public bool IsHeld => !_ended.IsCancellationRequested;

    public CancellationToken Ended => _ended.Token;

    public Task EndAsync() => _ended.CancelAsync();

    public void Dispose() => _ended.Dispose();
}

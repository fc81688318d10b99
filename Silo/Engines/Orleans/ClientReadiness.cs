using Molecule.Gateway.Readiness;
using Orleans.Runtime;

namespace Molecule.Silo.Engines;

/// <summary>Whether this process, which has no grains of its own, is connected to a silo that has.</summary>
sealed class ClientReadiness : IReadinessCheck
{
    int _silos;

    public string Name => "cluster";

    public Task<bool> IsReadyAsync(CancellationToken cancellationToken) => Task.FromResult(Volatile.Read(ref _silos) > 0);

    // The difference: of two changes at once the later may be told of first.
    public void Note(object? sender, GatewayCountChangedEventArgs change) =>
        Interlocked.Add(ref _silos, change.NumberOfConnectedGateways - change.PreviousNumberOfConnectedGateways);
}

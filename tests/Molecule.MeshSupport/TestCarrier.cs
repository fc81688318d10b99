using Molecule.Grains.A2A;
using Molecule.TestSupport.Memory;

namespace Molecule.MeshSupport;

/// <summary>What an agent does with a message.</summary>
public delegate Task<A2ACarried> AgentBehaviour(string workspaceId, A2ADecision decision, ReadOnlyMemory<byte> request, CancellationToken cancellationToken);

/// <summary>Carries messages to agents that are made up. One a process: it ends with it.</summary>
/// <param name="behaviour">What they do.</param>
/// <param name="home">Where they do it; null: wherever they are asked.</param>
public sealed class TestCarrier(AgentBehaviour behaviour, Func<Func<Task>, Task>? home = null) : IA2ACarrier
{
    bool _cut;

    /// <summary>The process is dead: it carries nothing any more, and whoever still waits is not answered.</summary>
    public void Cut() => _cut = true;

    /// <inheritdoc/>
    public Task<A2ACarried> CarryAsync(
        string org, string workspaceId, A2ADecision decision, ReadOnlyMemory<byte> request, CancellationToken cancellationToken) =>
        home.RunAsync(() => CarryHereAsync(workspaceId, decision, request, cancellationToken));

    async Task<A2ACarried> CarryHereAsync(string workspaceId, A2ADecision decision, ReadOnlyMemory<byte> request, CancellationToken cancellationToken)
    {
        if (_cut)
            await new TaskCompletionSource().Task;
        var carried = await behaviour(workspaceId, decision, request, cancellationToken);
        if (_cut)
            await new TaskCompletionSource().Task;
        return carried;
    }
}

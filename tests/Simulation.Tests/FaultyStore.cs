using Molecule.MeshSupport;
using Molecule.TestSupport.Memory;

namespace Molecule.Simulation.Tests;

/// <summary>A store that is slow at times, fails now and then, before or after the fact, and is away for a while.</summary>
sealed class FaultyStore(Mesh mesh, Random random)
{
    readonly double _failing = random.NextDouble() * 0.04;
    readonly int _slowest = random.Next(1, 40);
    DateTimeOffset _awayUntil;

    /// <summary>Whether anything goes wrong at all.</summary>
    public bool IsOn { get; set; } = true;

    public void GoAway(TimeSpan time) => _awayUntil = mesh.Now + time;

    public async Task<MemoryFault> OnAsync(string operation)
    {
        if (!IsOn)
            return MemoryFault.None;
        if (random.Next(3) == 0)
            await mesh.PassAsync(TimeSpan.FromMilliseconds(random.Next(_slowest)));
        if (mesh.Now < _awayUntil)
            return MemoryFault.BeforeCommit;
        return random.NextDouble() >= _failing ? MemoryFault.None
            : random.Next(2) == 0 ? MemoryFault.BeforeCommit : MemoryFault.AfterCommit;
    }
}

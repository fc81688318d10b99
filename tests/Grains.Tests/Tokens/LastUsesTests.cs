using Microsoft.Extensions.DependencyInjection;
using Molecule.Grains.Tokens;
using Molecule.MeshSupport;
using Molecule.TestSupport.Memory;

namespace Molecule.Grains.Tests.Tokens;

public sealed class LastUsesTests
{
    [Fact]
    public void Orgs_do_not_wait_for_each_others_commits() => Mesh.Run(async mesh =>
    {
        mesh.Faults = async _ =>
        {
            await mesh.PassAsync(TimeSpan.FromSeconds(1));
            return MemoryFault.None;
        };
        var uses = mesh.Silo.Services.GetRequiredService<ILastUses>();
        for (var n = 0; n < 64; n++)
            uses.Note($"org-{n}", $"token-{n}", mesh.Now);

        await mesh.PassAsync(TimeSpan.FromSeconds(30));

        mesh.Database.LastSeen.Keys.Count(key => key.Kind == "token").ShouldBe(64);
    });

    [Fact]
    public void What_cannot_be_written_keeps_nobody_else_from_being_written() => Mesh.Run(async mesh =>
    {
        var writes = 0;
        mesh.Faults = operation => Task.FromResult(operation == "write last seen" && ++writes == 1 ? MemoryFault.BeforeCommit : MemoryFault.None);
        var uses = mesh.Silo.Services.GetRequiredService<ILastUses>();
        for (var n = 0; n < 20; n++)
            uses.Note($"org-{n}", $"token-{n}", mesh.Now);

        await mesh.PassAsync(TimeSpan.FromSeconds(20));

        mesh.Database.LastSeen.Keys.Count(key => key.Kind == "token").ShouldBe(19);
    });
}

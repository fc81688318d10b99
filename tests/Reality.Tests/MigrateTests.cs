using Molecule.Reality.Tests.Support;
using Molecule.TestSupport.Postgres;

namespace Molecule.Reality.Tests;

/// <summary>A server's schema is brought up to date as a step of its own.</summary>
public sealed class MigrateTests(PostgresServer server) : IDisposable
{
    readonly string _data = Directory.CreateTempSubdirectory("molecule-reality-").FullName;

    public void Dispose() => Directory.Delete(_data, recursive: true);

    [Fact]
    public async Task Server_whose_schema_is_behind_is_refused_until_it_is_migrated()
    {
        var url = await server.CreateAsync();

        await using var early = SiloProcess.Start(_data, ("PORT", "0"), ("DATABASE_URL", url));
        (await early.EndAsync()).ShouldBe(1);
        early.Output.Trim().ShouldStartWith("molecule: The database lacks 0001");
        early.Output.Trim().ShouldNotContain('\n');

        await using var migration = SiloProcess.StartCommand("migrate", _data, ("DATABASE_URL", url));
        (await migration.EndAsync()).ShouldBe(0);
        migration.Output.ShouldContain("Applied 0001");

        await using var silo = SiloProcess.Start(_data, ("PORT", "0"), ("DATABASE_URL", url));
        using var user = new Operator(await silo.ReadyAsync());
        (await user.ListAsync("workspaces")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Database_that_does_not_answer_is_said_in_words_without_its_password()
    {
        await using var silo = SiloProcess.Start(
            _data, ("PORT", "0"), ("DATABASE_URL", "postgres://root:hunter2@127.0.0.1:1/nowhere"), ("MOLECULE_LOG_LEVEL", "critical"));
        (await silo.EndAsync()).ShouldBe(1);
        silo.Output.ShouldContain("molecule: The database does not answer.");
        silo.Output.ShouldNotContain("hunter2");
    }
}

using Molecule.Reality.Tests.Support;
using Molecule.TestSupport.Postgres;

namespace Molecule.Reality.Tests;

/// <summary>One program to a database, wherever it keeps its files.</summary>
public sealed class OwnerTests(PostgresServer server) : IDisposable
{
    readonly string _data = Directory.CreateTempSubdirectory("molecule-reality-").FullName;

    public void Dispose() => Directory.Delete(_data, recursive: true);

    [Fact]
    public async Task Second_program_on_a_server_is_refused_until_the_first_is_gone()
    {
        var url = await server.CreateAsync();
        await using var first = Start("first", url);
        using var user = new Operator(await first.ReadyAsync());

        await using (var second = Start("second", url))
        {
            (await second.EndAsync()).ShouldBe(1);
            second.Output.Trim().ShouldStartWith("molecule: Another Molecule runs on the database");
            second.Output.Trim().ShouldNotContain('\n');
        }

        (await user.StatusAsync("health/ready")).ShouldBe(200);
        await first.KillAsync();
        await using var third = Start("third", url);
        await third.ReadyAsync();
    }

    [Fact]
    public async Task Second_program_on_a_file_is_refused()
    {
        var url = $"sqlite:{Path.Combine(_data, "shared.db")}";
        await using var first = Start("first", url);
        await first.ReadyAsync();

        await using var second = Start("second", url);

        (await second.EndAsync()).ShouldBe(1);
        second.Output.Trim().ShouldStartWith("molecule: Another Molecule runs on the file");
    }

    [Fact]
    public async Task Program_whose_database_is_taken_from_it_stops_and_says_why()
    {
        var database = await server.CreateDatabaseAsync();
        await using var silo = Start("first", Databases.UrlOf(database));
        await silo.ReadyAsync();
        await using var rival = await DatabaseRival.StandInLineAsync(database);

        await DatabaseRival.EndOwnerAsync(database);

        (await silo.EndAsync()).ShouldBe(1);
        silo.Output.ShouldContain("molecule: Another Molecule took the database");
    }

    SiloProcess Start(string name, string url) => SiloProcess.Start(
        Path.Combine(_data, name), ("PORT", "0"), ("MOLECULE_ENV", "development"), ("DATABASE_URL", url), ("MOLECULE_LOG_LEVEL", "error"));
}

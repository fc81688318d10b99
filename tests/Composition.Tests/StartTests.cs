using System.Net;
using System.Net.Sockets;
using Molecule.Composition.Tests.Support;
using Molecule.Reality.Tests.Support;
using Molecule.TestSupport.Postgres;
using Npgsql;

namespace Molecule.Composition.Tests;

/// <summary>Starts that cannot be: one line that says why, and no dump.</summary>
public sealed class StartTests(PostgresServer server) : IDisposable
{
    readonly string _data = Directory.CreateTempSubdirectory("molecule-composition-").FullName;

    public void Dispose() => Directory.Delete(_data, recursive: true);

    [Theory]
    [InlineData("MOLECULE_SILO_PORT")]
    [InlineData("MOLECULE_GATEWAY_PORT")]
    public async Task Port_of_the_cluster_that_is_in_use_is_named(string variable)
    {
        await using var installation = await Installation.CreateAsync(server);
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port;

        var silo = installation.LaunchAlone("serve", (variable, $"{port}"));

        (await silo.EndAsync()).ShouldBe(1, silo.Output);
        ShouldBeOneLine(silo, $"molecule: Something else listens on 127.0.0.1:{port} already. Stop it, or set {variable} to another port.");
    }

    [Fact]
    public async Task Schema_that_is_missing_asks_for_the_migrate_command()
    {
        await using var silo = SiloProcess.Start(_data, ("PORT", "0"), ("DATABASE_URL", await server.CreateAsync()));
        (await silo.EndAsync()).ShouldBe(1, silo.Output);
        ShouldBeOneLine(silo, "molecule: The database lacks 0001");
    }

    [Fact]
    public async Task Schema_that_is_newer_is_refused()
    {
        var connection = await server.CreateDatabaseAsync();
        var url = Databases.UrlOf(connection);
        await using var migration = SiloProcess.StartCommand("migrate", _data, ("DATABASE_URL", url));
        (await migration.EndAsync()).ShouldBe(0, migration.Output);
        await using (var source = NpgsqlDataSource.Create(connection))
        await using (var future = source.CreateCommand("INSERT INTO schema_migrations (version, name, applied_at) VALUES (9999, '9999_later', 0)"))
            await future.ExecuteNonQueryAsync();

        await using var silo = SiloProcess.Start(_data, ("PORT", "0"), ("DATABASE_URL", url));

        (await silo.EndAsync()).ShouldBe(1, silo.Output);
        ShouldBeOneLine(silo, "molecule: ");
        silo.Output.ShouldContain("9999");
    }

    [Fact]
    public async Task Database_that_does_not_answer_is_said_without_its_password()
    {
        await using var silo = SiloProcess.Start(
            _data, ("PORT", "0"), ("DATABASE_URL", "postgres://root:hunter2@127.0.0.1:1/nowhere"), ("MOLECULE_LOG_LEVEL", "critical"));
        (await silo.EndAsync()).ShouldBe(1, silo.Output);
        ShouldBeOneLine(silo, "molecule: The database does not answer.");
        silo.Output.ShouldNotContain("hunter2");
    }

    [Fact]
    public async Task File_as_a_database_is_refused()
    {
        await using var silo = SiloProcess.Start(_data, ("PORT", "0"));
        (await silo.EndAsync()).ShouldBe(2, silo.Output);
        ShouldBeOneLine(silo, "molecule: This build is for several hosts");
    }

    [Fact]
    public async Task Certificate_that_cannot_be_read_is_named()
    {
        var file = Path.Combine(_data, "broken.pem");
        await File.WriteAllTextAsync(file, "no certificate");
        await using var silo = SiloProcess.Start(
            _data, ("PORT", "0"), ("DATABASE_URL", await server.CreateAsync()),
            ("MOLECULE_TLS_CERT", file), ("MOLECULE_TLS_KEY", file), ("MOLECULE_TLS_CA", file));
        (await silo.EndAsync()).ShouldBe(2, silo.Output);
        ShouldBeOneLine(silo, "molecule: The certificates of the cluster cannot be used: ");
    }

    static void ShouldBeOneLine(SiloProcess silo, string start)
    {
        silo.Output.Trim().ShouldStartWith(start);
        silo.Output.Trim().ShouldNotContain('\n');
    }
}

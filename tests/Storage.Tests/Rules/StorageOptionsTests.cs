using Microsoft.Extensions.DependencyInjection;

namespace Molecule.Storage.Tests.Rules;

public sealed class StorageOptionsTests
{
    [Theory]
    [InlineData(null, "Data Source=molecule.db")]
    [InlineData("", "Data Source=molecule.db")]
    [InlineData("sqlite:molecule.db", "Data Source=molecule.db")]
    [InlineData("sqlite:///var/lib/molecule/data.db", "Data Source=/var/lib/molecule/data.db")]
    public void Url_of_a_file_chooses_SQLite(string? url, string connection)
    {
        var options = StorageOptions.FromUrl(url);

        options.Dialect.ShouldBe(StorageDialect.Sqlite);
        options.ConnectionString.ShouldBe(connection);
    }

    [Theory]
    [InlineData("postgres://u:p%40ss%2F@db.example:6432/mol", "Host=db.example;Port=6432;Database=mol;Username=u;Password=p@ss/")]
    [InlineData("postgresql://u@db/mol", "Host=db;Port=5432;Database=mol;Username=u")]
    [InlineData("postgres://db/mol?sslmode=verify-full", "Host=db;Port=5432;Database=mol;SSL Mode=VerifyFull")]
    [InlineData("postgres://u@localhost/mol?host=/run/postgresql", "Host=/run/postgresql;Port=5432;Database=mol;Username=u")]
    public void Url_of_a_server_chooses_PostgreSQL(string url, string connection)
    {
        var options = StorageOptions.FromUrl(url);

        options.Dialect.ShouldBe(StorageDialect.Postgres);
        options.ConnectionString.ShouldBe($"GSS Encryption Mode=Disable;{connection}");
    }

    [Theory]
    [InlineData("mysql://u:secret@db/mol")]
    [InlineData("secret")]
    [InlineData("sqlite:")]
    [InlineData("postgres://u:secret@db/mol?sslmode=perhaps")]
    [InlineData("postgres://u:secret@db/mol?unheard=of")]
    public void Url_that_is_not_understood_is_refused_without_its_secret(string url) =>
        Should.Throw<FormatException>(() => StorageOptions.FromUrl(url)).Message.ShouldNotContain("secret");

    [Fact]
    public void Option_outside_its_bounds_is_refused_by_name()
    {
        var error = Should.Throw<ArgumentOutOfRangeException>(
            () => new ServiceCollection().AddMoleculeStorage(new StorageOptions { TrafficPoolSize = 0 }));

        error.Message.ShouldContain("StorageOptions.TrafficPoolSize must be between 1 and 500");
    }
}

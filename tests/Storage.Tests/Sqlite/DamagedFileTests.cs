using Microsoft.Extensions.DependencyInjection;
using Molecule.Storage.Migrations;
using Molecule.Storage.Sqlite;

namespace Molecule.Storage.Tests.Sqlite;

public sealed class DamagedFileTests : IDisposable
{
    readonly string _directory = Directory.CreateTempSubdirectory("molecule-").FullName;

    string DatabaseFile => Path.Combine(_directory, "molecule.db");

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task File_that_is_no_database_is_named_as_such()
    {
        await File.WriteAllTextAsync(DatabaseFile, new string('x', 8192));

        (await RefusalAsync()).ShouldStartWith($"{DatabaseFile} is not a SQLite database.");
    }

    [Fact]
    public async Task Database_with_a_broken_page_is_named_as_damaged()
    {
        await using (var program = Start())
            await program.GetRequiredService<IDatabaseMigrator>().MigrateAsync(default);
        var bytes = await File.ReadAllBytesAsync(DatabaseFile);
        bytes.AsSpan(100, 3000).Fill(0xEE); // The schema, behind a header that is whole.
        await File.WriteAllBytesAsync(DatabaseFile, bytes);

        (await RefusalAsync()).ShouldStartWith($"{DatabaseFile} is damaged");
    }

    [Fact]
    public async Task Directory_in_the_place_of_the_file_is_named_as_out_of_reach()
    {
        Directory.CreateDirectory(DatabaseFile);

        (await RefusalAsync()).ShouldStartWith($"{DatabaseFile} cannot be opened.");
    }

    async Task<string> RefusalAsync()
    {
        await using var program = Start();
        var error = await Should.ThrowAsync<DatabaseFileException>(() => program.GetRequiredService<IDatabaseMigrator>().MigrateAsync(default));
        error.Message.ShouldNotContain('\n');
        return error.Message;
    }

    ServiceProvider Start() =>
        new ServiceCollection().AddMoleculeStorage(new() { ConnectionString = $"Data Source={DatabaseFile}" }).BuildServiceProvider();
}

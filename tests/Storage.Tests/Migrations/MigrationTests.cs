using Molecule.Storage.Migrations;
using Molecule.Storage.Postgres;
using Molecule.Storage.Sqlite;

namespace Molecule.Storage.Tests.Migrations;

public sealed class MigrationTests
{
    [Fact]
    public void Migrations_have_versions_without_gaps_and_the_same_names_in_both_dialects()
    {
        var sqlite = Migration.AllOf(new SqliteDialect());
        var postgres = Migration.AllOf(new PostgresDialect());

        sqlite.Select(migration => migration.Version).ShouldBe(Enumerable.Range(1, sqlite.Count));
        postgres.Select(migration => (migration.Version, migration.Name)).ShouldBe(sqlite.Select(migration => (migration.Version, migration.Name)));
    }
}

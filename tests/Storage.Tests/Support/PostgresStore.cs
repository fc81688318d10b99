using Molecule.TestSupport.Postgres;
using Molecule.TestSupport.Storage;

namespace Molecule.Storage.Tests.Support;

public sealed class PostgresStore(PostgresServer server) : StoreFixture
{
    protected override async Task<TestStorage> OpenAsync() => await TestStorage.PostgresAsync(await server.CreateDatabaseAsync());
}

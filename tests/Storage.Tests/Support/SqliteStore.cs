using Molecule.TestSupport.Storage;

namespace Molecule.Storage.Tests.Support;

public sealed class SqliteStore : StoreFixture
{
    protected override Task<TestStorage> OpenAsync() => TestStorage.SqliteAsync();
}

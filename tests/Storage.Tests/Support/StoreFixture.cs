using Microsoft.Extensions.DependencyInjection;
using Molecule.TestSupport.Storage;

namespace Molecule.Storage.Tests.Support;

/// <summary>A store for the tests of one class. Each test takes orgs of its own, so none sees another's rows.</summary>
public abstract class StoreFixture : IAsyncLifetime
{
    TestStorage? _storage;
    int _orgs;

    public StorageOptions Options => _storage!.Options;

    public IServiceProvider Services => _storage!.Services;

    public T Get<T>()
        where T : notnull => Services.GetRequiredService<T>();

    public string NewOrg() => $"org{Interlocked.Increment(ref _orgs)}";

    public async ValueTask InitializeAsync() => _storage = await OpenAsync();

    public async ValueTask DisposeAsync()
    {
        if (_storage is not null)
            await _storage.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    protected abstract Task<TestStorage> OpenAsync();
}

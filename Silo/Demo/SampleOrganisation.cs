using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Molecule.Sdk.Platform;
using Molecule.Silo.Settings;

namespace Molecule.Silo.Demo;

/// <summary>
/// A lead and four members in this process, built on the SDK and speaking real HTTP to this very server, so that a newcomer sees a living
/// organisation at once. It goes on after a restart if it was running, and leaves nothing behind when it is put away.
/// </summary>
sealed partial class SampleOrganisation(
    SiloSettings settings, IServer server, ILoggerFactory logging, ILogger<SampleOrganisation> logger, TimeProvider time)
    : IHostedLifecycleService, IDisposable
{
    readonly DemoFiles _files = new(settings.Data);
    readonly SemaphoreSlim _gate = new(1, 1);
    DemoTroupe? _troupe;

    /// <summary>Whether this installation lets the sample be started.</summary>
    public bool IsAvailable => settings.DemoAvailable;

    /// <summary>Whether it runs.</summary>
    public bool IsRunning => _troupe is not null;

    /// <summary>Starts it; nothing happens when it runs already.</summary>
    public Task StartAsync() => ExclusivelyAsync(async () =>
    {
        if (_troupe is not null) return;
        var url = Address();
        using var http = DemoWorkspaces.Operator(url, settings.Gateway.AdminToken);
        var ids = await new DemoWorkspaces(http, _files).EnsureAsync(_files.Read(), CancellationToken.None);
        await Task.Yield(); // Files and servers take long, and the answer may have come on a thread that others wait for (decision 0027).
        _files.Write(new DemoState(Running: true, ids));
        _troupe = await DemoTroupe.StartAsync(url, ids, _files, logging, time);
        LogStarted();
    });

    /// <summary>Stops it and removes its workspaces; nothing happens when there are none.</summary>
    public Task PutAwayAsync() => ExclusivelyAsync(async () =>
    {
        await LeaveAsync();
        using var http = DemoWorkspaces.Operator(Address(), settings.Gateway.AdminToken);
        await new DemoWorkspaces(http, _files).RemoveAsync(_files.Read(), CancellationToken.None);
        _files.Write(DemoState.None);
        LogPutAway();
    });

    public async Task StartedAsync(CancellationToken cancellationToken)
    {
        if (!IsAvailable || !(settings.StartDemo || _files.Read().Running)) return;
        try
        {
            await StartAsync();
        }
        catch (Exception e) when (e is HttpRequestException or PlatformException)
        {
            LogNotStarted(e);
        }
    }

    public Task StoppingAsync(CancellationToken cancellationToken) => ExclusivelyAsync(LeaveAsync);

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    Task IHostedService.StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    Task IHostedService.StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _gate.Dispose();

    async Task LeaveAsync()
    {
        if (_troupe is null) return;
        await _troupe.DisposeAsync();
        _troupe = null;
    }

    async Task ExclusivelyAsync(Func<Task> act)
    {
        await _gate.WaitAsync();
        try
        {
            await act();
        }
        finally
        {
            _gate.Release();
        }
    }

    Uri Address()
    {
        var url = new UriBuilder(server.Features.Get<IServerAddressesFeature>()!.Addresses.First());
        if (url.Host is "0.0.0.0" or "[::]") url.Host = "127.0.0.1";
        return url.Uri;
    }
}

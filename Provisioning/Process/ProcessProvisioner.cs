using System.Collections.Concurrent;
using System.Runtime.Versioning;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Molecule.Grains.Workspaces;
using Molecule.Provisioning.Templates;

namespace Molecule.Provisioning.Process;

/// <summary>Runs each agent as a child process on this machine, as this user and without any isolation: for a laptop and for tests.</summary>
[UnsupportedOSPlatform("windows")]
sealed partial class ProcessProvisioner(ProcessProvisionerOptions options, TimeProvider time, ILogger<ProcessProvisioner> logger)
    : IProvisioner, IHostedService, IDisposable
{
    static readonly TimeSpan PlatformWait = TimeSpan.FromMilliseconds(200);

    readonly ConcurrentDictionary<(string Org, string Id), Slot> _slots = new();
    readonly SemaphoreSlim _starts = new(options.ConcurrentStarts);
    readonly Lock _ports = new();
    readonly Leftovers _leftovers = new(Path.GetFullPath(options.Directory), logger);
    readonly string _root = Path.GetFullPath(options.Directory);
    volatile bool _stopping;

    public bool IsAvailable => true;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(_root, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        _leftovers.KillAll();
        return Task.CompletedTask;
    }

    /// <summary>Stops every agent: none outlives its platform.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        _stopping = true;
        await Task.WhenAll(_slots.Keys.Select(key => StopAsync(key.Org, key.Id, eraseVolume: false, CancellationToken.None)));
    }

    public void Dispose() => _starts.Dispose();

    public async Task<StartedAgent> StartAsync(StartOrder order, CancellationToken cancellationToken)
    {
        var command = options.CommandFor(order.Runtime)
            ?? throw new ProvisioningException($"No command is configured for the runtime '{order.Runtime}'.");
        var platform = await FindPlatformAsync(cancellationToken);
        var slot = SlotOf(order.Org, order.WorkspaceId);
        using var turn = await slot.EnterAsync(cancellationToken);
        await _starts.WaitAsync(cancellationToken);
        try
        {
            if (!await StopAsync(slot, cancellationToken))
                throw new ProvisioningException("The agent that ran before could not be stopped.");
            cancellationToken.ThrowIfCancellationRequested();
            if (_stopping)
                throw new OperationCanceledException("The platform stops: whoever comes after it starts the agent.");
            return new StartedAgent(AgentVariables.UrlOf(Launch(slot, order, command, platform).Port));
        }
        finally
        {
            _starts.Release();
        }
    }

    public async Task<bool> StopAsync(string org, string workspaceId, bool eraseVolume, CancellationToken cancellationToken)
    {
        var slot = SlotOf(org, workspaceId);
        using var turn = await slot.EnterAsync(cancellationToken);
        if (!await StopAsync(slot, cancellationToken))
            return false;
        if (!eraseVolume)
            return true;
        try
        {
            slot.Directory.Erase();
            slot.Agent = null;
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            LogEraseFailed(logger, e, org, workspaceId);
            return false;
        }
    }

    public Task<IReadOnlyList<RunningAgent>?> ListAsync(string org, CancellationToken cancellationToken)
    {
        RunningAgent[] running =
        [
            .. from slot in _slots
               where slot.Key.Org == org && slot.Value.Agent is { IsRunning: true }
               let agent = slot.Value.Agent
               select new RunningAgent(slot.Key.Id, agent.InstanceId, AgentVariables.UrlOf(agent.Port)),
        ];

        // Asked after: whoever is missing may be one that was told to stop with the platform.
        return Task.FromResult<IReadOnlyList<RunningAgent>?>(_stopping ? null : running);
    }

    // What an earlier life of this program started ended with it, or was killed when this one began.
    public bool EndedWithPlatform(string org, string workspaceId, string instanceId) =>
        _stopping || !_slots.TryGetValue((org, workspaceId), out var slot) || slot.Agent?.InstanceId != instanceId;

    public async Task<string?> ReadConsoleAsync(string org, string workspaceId, CancellationToken cancellationToken)
    {
        var slot = SlotOf(org, workspaceId);
        return slot.Agent?.Console ?? await AgentLog.ReadEndAsync(slot.Directory.Log, options.ConsoleBytes, cancellationToken) ?? "";
    }

    public Task<string?> ReadConfigAsync(string org, string workspaceId, string name, CancellationToken cancellationToken) =>
        SlotOf(org, workspaceId).Directory.ReadConfigAsync(name, cancellationToken);

    AgentProcess Launch(Slot slot, StartOrder order, string command, string platform)
    {
        var directory = slot.Directory;
        string config;
        try
        {
            config = directory.Prepare(order);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ProvisioningException("The directory of the workspace cannot be made.", e);
        }

        if (order.HostDirectory is { } host)
            CheckHost(host);
        lock (_ports)
        {
            var port = FreePort.Find(_slots.Values.Select(each => each.Agent).OfType<AgentProcess>().Where(agent => agent.IsRunning)
                .Select(agent => agent.Port).ToHashSet());
            var variables = AgentVariables.Of(order, directory, port, platform, options.Environment);
            if (RequiredVariables.MissingIn(config, variables) is { Count: > 0 } missing)
                throw new MissingVariablesException(missing);
            var log = new AgentLog(directory.Log, options, logger);
            slot.Agent = AgentProcess.Start(order, port, command, order.HostDirectory ?? directory.Work, variables, log);
            LogStarted(logger, order.Org, order.WorkspaceId, port);
            return slot.Agent;
        }
    }

    static void CheckHost(string directory)
    {
        if (!Directory.Exists(directory))
            throw new ProvisioningException("The workspace directory does not exist.");
        if (!HostDirectory.IsAllowed(RealPath.Of(directory)))
            throw new ProvisioningException("The workspace directory leads to one of the system's.");
    }

    async Task<bool> StopAsync(Slot slot, CancellationToken cancellationToken)
    {
        if (slot.Agent is not { } agent)
            return true;
        if (!await agent.StopAsync(options.StopGrace, time, cancellationToken))
            return false;
        _leftovers.KillOf(agent.InstanceId);
        return true;
    }

    // At the start of the program an agent may be wanted before the platform listens.
    async Task<string> FindPlatformAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            if (options.PlatformUrl() is { } url)
                return url;
            await Task.Delay(PlatformWait, time, cancellationToken);
        }
    }

    Slot SlotOf(string org, string workspaceId) => _slots.GetOrAdd((org, workspaceId), key => new Slot(new AgentDirectory(_root, key.Org, key.Id)));

    /// <summary>What there is of one workspace. One thing happens to it at a time.</summary>
    sealed class Slot(AgentDirectory directory)
    {
        readonly SemaphoreSlim _turn = new(1);

        public AgentDirectory Directory => directory;

        public AgentProcess? Agent { get; set; }

        public async Task<IDisposable> EnterAsync(CancellationToken cancellationToken)
        {
            await _turn.WaitAsync(cancellationToken);
            return new Turn(_turn);
        }

        sealed class Turn(SemaphoreSlim turn) : IDisposable
        {
            public void Dispose() => turn.Release();
        }
    }
}

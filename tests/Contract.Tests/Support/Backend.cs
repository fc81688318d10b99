using System.Collections.Concurrent;
using Molecule.Provisioning;

namespace Molecule.Contract.Tests.Support;

/// <summary>A backend that starts whatever it is told to, at one address that a test chooses.</summary>
sealed class Backend : IProvisioner
{
    readonly ConcurrentDictionary<string, RunningAgent> _running = new();

    /// <summary>Where every agent listens.</summary>
    public string Url { get; set; } = "http://127.0.0.1:9";

    /// <summary>What the console shows; null: there is none.</summary>
    public string? Console { get; set; }

    /// <summary>Whether the console cannot be read.</summary>
    public bool IsBroken { get; set; }

    /// <summary>What every agent's configuration says.</summary>
    public string Config { get; set; } = "restart_prompt: Go on.\n";

    /// <summary>Whether what runs cannot be stopped.</summary>
    public bool IsStubborn { get; set; }

    /// <summary>What a start fails with; null: it does not fail.</summary>
    public Exception? Fault { get; set; }

    /// <summary>Whether a start never ends by itself.</summary>
    public bool Hangs { get; set; }

    /// <summary>Variables without which nothing starts.</summary>
    public IReadOnlyList<string> Missing { get; set; } = [];

    /// <summary>Every start, in order.</summary>
    public ConcurrentQueue<StartOrder> Starts { get; } = new();

    public bool IsAvailable { get; set; } = true;

    /// <summary>An agent dies.</summary>
    public void Crash(string workspaceId) => _running.TryRemove(workspaceId, out _);

    public async Task<StartedAgent> StartAsync(StartOrder order, CancellationToken cancellationToken)
    {
        if (Hangs)
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
        if (Fault is { } fault)
            throw fault;
        if (Missing.Count > 0)
            throw new MissingVariablesException(Missing);
        Starts.Enqueue(order);
        _running[order.WorkspaceId] = new RunningAgent(order.WorkspaceId, order.InstanceId, Url);
        return new StartedAgent(Url);
    }

    public Task<bool> StopAsync(string org, string workspaceId, bool eraseVolume, CancellationToken cancellationToken)
    {
        if (IsStubborn)
            return Task.FromResult(false);
        _running.TryRemove(workspaceId, out _);
        return Task.FromResult(true);
    }

    public Task<IReadOnlyList<RunningAgent>?> ListAsync(string org, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<RunningAgent>?>([.. _running.Values]);

    public bool EndedWithPlatform(string org, string workspaceId, string instanceId) => false;

    public Task<string?> ReadConsoleAsync(string org, string workspaceId, CancellationToken cancellationToken) =>
        IsBroken ? throw new IOException("secret detail") : Task.FromResult(Console);

    public Task<string?> ReadConfigAsync(string org, string workspaceId, string name, CancellationToken cancellationToken) =>
        Task.FromResult<string?>(name == "config.yaml" ? Config : null);
}

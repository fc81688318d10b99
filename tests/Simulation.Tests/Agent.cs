using System.Text.Json;
using Molecule.Grains.A2A;
using Molecule.Grains.Workspaces;
using Molecule.MeshSupport;

namespace Molecule.Simulation.Tests;

/// <summary>An agent: beats, answers, hangs, dies and comes back.</summary>
sealed class Agent(Mesh mesh, History history, Random random, string workspaceId, string name)
{
    static readonly A2ACarried Unreachable = new(A2AOutcome.Unreachable);

    public string WorkspaceId => workspaceId;

    public string Name => name;

    public bool IsAlive { get; set; } = true;

    /// <summary>Answers everything, at once.</summary>
    public bool IsTame { get; set; }

    /// <summary>Whether its workspace told it that it is removed.</summary>
    public bool IsRetired { get; private set; }

    public TimeSpan Pace { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Beats until <paramref name="isOver"/>; the server may be away.</summary>
    public async Task LiveAsync(Func<bool> isOver)
    {
        while (!isOver() && !IsRetired)
        {
            if (IsAlive)
                await BeatAsync();
            await mesh.PassAsync(Pace * (0.8 + (0.4 * random.NextDouble())));
        }
    }

    /// <summary>Starts again and registers.</summary>
    public async Task ReturnAsync()
    {
        IsAlive = true;
        try
        {
            var outcome = await mesh.Workspace(workspaceId).RegisterAsync(new RegisterAgent($"http://agents/{name}", "{}", MayCreate: false));
            if (outcome.Token is { } token)
                history.Tokens[token] = workspaceId;
        }
        catch (Exception)
        {
            // The server is away; the next heartbeat tells it.
        }
    }

    /// <summary>Takes a message.</summary>
    public async Task<A2ACarried> TakeAsync(ReadOnlyMemory<byte> request, CancellationToken cancellationToken)
    {
        if (!IsAlive)
            return Unreachable;
        var messageId = JsonDocument.Parse(request).RootElement.GetProperty("params").GetProperty("message").GetProperty("messageId").GetString()!;
        switch (IsTame ? 0 : random.Next(12))
        {
            case 0 or 1 or 2 or 3 or 4 or 5 or 6:
                await WorkAsync(IsTame ? 10 : 3_000, cancellationToken);
                if (!IsAlive)
                    goto case 9;
                history.Received.Add((workspaceId, messageId, true));
                return new(A2AOutcome.Answered, 200, "{}"u8.ToArray(), 5);
            case 7:
                history.Received.Add((workspaceId, messageId, false));
                await WorkAsync(100_000, cancellationToken);
                return new(A2AOutcome.TimedOutAfterDelivery);
            case 8:
                return new(A2AOutcome.TimedOutBeforeDelivery);
            case 9:
                history.Received.Add((workspaceId, messageId, false));
                return new(A2AOutcome.ConnectionLost);
            case 10:
                history.Received.Add((workspaceId, messageId, false));
                return new(A2AOutcome.Answered, 500, """{"error":"boom"}"""u8.ToArray());
            default:
                history.Received.Add((workspaceId, messageId, false));
                IsAlive = false;
                history.Lines.Add($"{mesh.Now:T} {name} dies at work");
                return new(A2AOutcome.ConnectionLost);
        }
    }

    async Task BeatAsync()
    {
        try
        {
            var beat = IsTame
                ? new Heartbeat()
                : new Heartbeat { ActiveTasks = random.Next(3), ErrorRate = random.Next(6) == 0 ? 0.9 : 0, MonthlySpend = random.Next(100) };
            IsRetired = await mesh.BeatAsync(workspaceId, beat) != HeartbeatOutcome.Ok;
        }
        catch (Exception)
        {
            // The server or its store is away.
        }
    }

    async Task WorkAsync(int milliseconds, CancellationToken cancellationToken)
    {
        var ended = new TaskCompletionSource();
        var time = TimeSpan.FromMilliseconds(random.Next(1, milliseconds));
        await using var timer = mesh.Simulation.Clock.CreateTimer(_ => ended.TrySetResult(), null, time, Timeout.InfiniteTimeSpan);
        await using var abandoned = cancellationToken.UnsafeRegister(_ => ended.TrySetResult(), null);
        await ended.Task;
    }
}

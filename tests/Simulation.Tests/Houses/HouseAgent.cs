using System.Text.Json;
using Molecule.Grains.A2A;
using Molecule.Grains.Workspaces;
using Molecule.MeshSupport;
using Molecule.Provisioning;

namespace Molecule.Simulation.Tests.Houses;

/// <summary>An agent that the platform started: boots soon, late or never, beats, answers, hangs, dies.</summary>
sealed class HouseAgent(House house, Random random, StartOrder order)
{
    const string Answer = """{"result":{"parts":[{"kind":"text","text":"done"}]}}""";
    static readonly A2ACarried Unreachable = new(A2AOutcome.Unreachable);

    public string WorkspaceId => order.WorkspaceId;

    public string InstanceId => order.InstanceId;

    public string? Token => order.Token;

    public string Url => $"http://127.0.0.1/{order.WorkspaceId}/{order.InstanceId}";

    /// <summary>Whether its process runs.</summary>
    public bool IsRunning { get; set; } = true;

    /// <summary>Whether it is ready.</summary>
    public bool IsUp { get; private set; }

    /// <summary>Until then it says nothing and hears nothing.</summary>
    public DateTimeOffset HangsUntil { get; set; }

    bool IsTame => house.IsPeace;

    bool Hangs => house.Mesh.Now < HangsUntil;

    /// <summary>Lives until its process ends.</summary>
    public async Task LiveAsync()
    {
        if (!await BootAsync())
            return;
        IsUp = true;
        if (random.Next(2) == 0)
            await TryAsync(() => house.Mesh.Workspace(WorkspaceId).RegisterAsync(new RegisterAgent("http://localhost:8000", "{}", MayCreate: false)));
        while (IsRunning && !house.IsOver)
        {
            if (!Hangs)
                await TryAsync(() => house.Mesh.BeatAsync(WorkspaceId, new Heartbeat { ActiveTasks = IsTame ? 0 : random.Next(4) / 3 }));
            await house.Mesh.PassAsync(TimeSpan.FromSeconds(IsTame ? 10 : 20 + random.Next(20)));
        }
    }

    /// <summary>Takes a message.</summary>
    public async Task<A2ACarried> TakeAsync(ReadOnlyMemory<byte> request, CancellationToken cancellationToken)
    {
        if (!IsRunning || !IsUp || Hangs)
            return Unreachable;
        var fate = IsTame ? 0 : random.Next(14);
        if (fate < 2 && !IsTame)
            return fate == 0 ? new(A2AOutcome.TimedOutBeforeDelivery) : new(A2AOutcome.Answered, 503, """{"error":"busy"}"""u8.ToArray());

        var receipt = house.NoteReceipt(WorkspaceId, MessageIdOf(request));
        await house.Mesh.PassUnlessAsync(TimeSpan.FromMilliseconds(random.Next(1, fate == 3 ? 100_000 : IsTame ? 10 : 3_000)), cancellationToken);
        if (cancellationToken.IsCancellationRequested)
        {
            receipt.IsReplyLost = true;
            return new(A2AOutcome.Abandoned);
        }

        switch (fate)
        {
            case 2:
                return new(A2AOutcome.Answered, 500, """{"error":"boom"}"""u8.ToArray());
            case 3:
                return new(A2AOutcome.TimedOutAfterDelivery);
            case 4:
                house.Say($"{WorkspaceId} dies at work");
                house.Backend.End(this);
                return new(A2AOutcome.ConnectionLost);
            case 5:
                return new(A2AOutcome.ConnectionLost);
            default:
                if (!IsRunning)
                    return new(A2AOutcome.ConnectionLost);
                receipt.IsAnswered = true;
                return new(A2AOutcome.Answered, 200, System.Text.Encoding.UTF8.GetBytes(Answer), 5);
        }
    }

    // False: it ended before it was ready.
    async Task<bool> BootAsync()
    {
        var fate = IsTame ? 9 : random.Next(14);
        await house.Mesh.PassAsync(TimeSpan.FromSeconds(fate == 1 ? random.Next(60, 200) : random.Next(1, 20)));
        while (fate == 2 && IsRunning && !IsTame)
            await house.Mesh.PassAsync(TimeSpan.FromSeconds(20));
        if (fate == 0 && IsRunning)
        {
            house.Say($"{WorkspaceId} dies at its boot");
            house.Backend.End(this);
        }

        return IsRunning;
    }

    static string MessageIdOf(ReadOnlyMemory<byte> request)
    {
        using var document = JsonDocument.Parse(request);
        return document.RootElement.GetProperty("params").GetProperty("message").GetProperty("messageId").GetString()!;
    }

    static async Task TryAsync(Func<Task> act)
    {
        try
        {
            await act();
        }
        catch (Exception)
        {
            // The server or its store is away.
        }
    }
}

using Orleans;
using Orleans.Runtime;
using Orleans.Streams;

namespace Molecule.Embedded.Tests.Grains;

public sealed class ProbeGrain(Journal journal, TimeProvider time) : Grain, IProbeGrain, IRemindable
{
    IGrainTimer? _timer;

    string Key => this.GetPrimaryKeyString();

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        journal.Add($"{Key} up");
        if (Key == "hopeless")
            throw new InvalidOperationException("hopeless");
        if (Key == "stuck")
            await Task.Delay(Timeout.InfiniteTimeSpan, time, CancellationToken.None);
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        journal.Add($"{Key} down {reason.ReasonCode}");
        return Task.CompletedTask;
    }

    public Task Touch()
    {
        journal.Add($"{Key} touched");
        return Task.CompletedTask;
    }

    public Task FailUnseen() => throw new InvalidDataException("broken");

    public async Task Wait(TimeSpan time1)
    {
        journal.Add($"{Key} waits");
        await Task.Delay(time1, time);
        journal.Add($"{Key} waited");
    }

    public async Task WaitFor(TimeSpan time1, CancellationToken cancellationToken)
    {
        try
        {
            await Task.Delay(time1, time, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            journal.Add($"{Key} cancelled");
            throw;
        }
    }

    public async Task CallAfter(string other, TimeSpan time1)
    {
        await Task.Delay(time1, time);
        await GrainFactory.GetGrain<IProbeGrain>(other).Touch();
    }

    public Task CallBack(string other) => GrainFactory.GetGrain<IProbeGrain>(other).CallAfter(Key, TimeSpan.Zero);

    public async Task CallWithoutWaiting(string other, TimeSpan time1)
    {
        var call = Watch(GrainFactory.GetGrain<IProbeGrain>(other).CallAfter(Key, TimeSpan.Zero));
        await Task.Delay(time1, time);
        journal.Add($"{Key} {(call.IsCompleted ? "answered" : "unanswered")}");
    }

    // Awaits, as helpers do that log errors, but the grain's call does not wait for it.
    static async Task Watch(Task call) => await call;

    public async Task CallThroughOthers(string other)
    {
        var call = Watch(GrainFactory.GetGrain<IProbeGrain>(other).CallAfter(Key, TimeSpan.Zero));
        await Task.WhenAll(Watch(call), Task.Delay(TimeSpan.FromSeconds(1), time));
    }

    public Task TouchAnyTime() => Touch();

    public async Task Read(TimeSpan time1)
    {
        journal.Add($"{Key} reads");
        await Task.Delay(time1, time);
        journal.Add($"{Key} read");
    }

    public Task WaitImpatiently(TimeSpan time1) => Wait(time1);

    public Task StartTimer(TimeSpan dueTime, TimeSpan period, TimeSpan takes, bool interleave)
    {
        _timer = this.RegisterGrainTimer(
            async cancellationToken =>
            {
                journal.Add($"{Key} tick");
                await Task.Delay(takes, time, cancellationToken);
            },
            new GrainTimerCreationOptions(dueTime, period) { Interleave = interleave });
        return Task.CompletedTask;
    }

    public Task StopTimer()
    {
        _timer?.Dispose();
        return Task.CompletedTask;
    }

    public Task SetReminder(TimeSpan dueTime, TimeSpan period) => this.RegisterOrUpdateReminder("alarm", dueTime, period);

    public async Task ClearReminder()
    {
        var reminder = await this.GetReminder("alarm");
        await this.UnregisterReminder(reminder!);
    }

    public Task ReceiveReminder(string reminderName, TickStatus status)
    {
        journal.Add($"{Key} {reminderName}");
        return Task.CompletedTask;
    }

    public Task Subscribe(string stream) =>
        this.GetStreamProvider("events").GetStream<string>(StreamId.Create("test", stream)).SubscribeAsync((item, _) =>
        {
            journal.Add($"{Key} got {item}");
            return Task.CompletedTask;
        });

    public Task KeepFor(TimeSpan time1)
    {
        DelayDeactivation(time1);
        return Task.CompletedTask;
    }

    public Task End()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }

    public async Task<string?> ReadContext(string key, string? other)
    {
        var value = other is null
            ? RequestContext.Get(key) as string
            : await GrainFactory.GetGrain<IProbeGrain>(other).ReadContext(key, null);
        RequestContext.Set(key, "changed by the grain");
        return value;
    }

    public async Task<bool> ReenterThrough(string other)
    {
        using (RequestContext.AllowCallChainReentrancy())
            await GrainFactory.GetGrain<IProbeGrain>(other).Reenter(Key);
        return true;
    }

    public Task Reenter(string back) => GrainFactory.GetGrain<IProbeGrain>(back).Touch();
}

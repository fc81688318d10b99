using Molecule.Conformance.Tests.Support;

namespace Molecule.Conformance.Tests.Activations;

/// <summary>A grain that notes its life.</summary>
public interface IMortalGrain : IGrainWithStringKey
{
    /// <summary>A number that every activation has its own of.</summary>
    Task<Guid> Incarnation();

    /// <summary>A call that stops at the gate of the given name.</summary>
    Task Work(string name);

    /// <summary>Asks for the end of this activation.</summary>
    Task Leave();

    /// <summary>A call that interleaves, stops at the gate of the given name, and ends by telling its own grain, which nobody waits for.</summary>
    [AlwaysInterleave]
    Task Errand(string name);

    /// <summary>What an errand ends with.</summary>
    [OneWay]
    Task Report(string name);

    /// <summary>Keeps this activation from being collected.</summary>
    Task Stay(TimeSpan time);
}

/// <summary>The same, never collected as idle.</summary>
public interface IImmortalGrain : IMortalGrain;

public abstract class MortalGrainBase(Signals signals) : Grain
{
    readonly Guid _incarnation = Guid.NewGuid();

    string Key => this.GetPrimaryKeyString();

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        signals.Note("activated");
        if (Key.StartsWith("slow-start", StringComparison.Ordinal))
            await signals.PassAsync("activation");
        if (Key.StartsWith("first-fails", StringComparison.Ordinal) && signals.Count("activated") == 1)
            throw new InvalidDataException("not today");
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        signals.Note("deactivated " + Key);
        signals.Open("deactivated " + Key);
        if (Key.StartsWith("slow-end", StringComparison.Ordinal))
            await signals.PassAsync("deactivation");
        if (Key.StartsWith("bad-end", StringComparison.Ordinal))
            throw new InvalidDataException("not like this");
    }

    public Task<Guid> Incarnation() => Task.FromResult(_incarnation);

    public Task Work(string name) => signals.PassAsync(name);

    public async Task Errand(string name)
    {
        await signals.PassAsync(name);
        await this.AsReference<IMortalGrain>().Report(name);
    }

    public Task Report(string name)
    {
        signals.Note("report of " + name);
        signals.Open("report of " + name);
        return Task.CompletedTask;
    }

    public Task Leave()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }

    public Task Stay(TimeSpan time)
    {
        DelayDeactivation(time);
        return Task.CompletedTask;
    }
}

[CollectionAgeLimit(Minutes = 10)]
public sealed class MortalGrain(Signals signals) : MortalGrainBase(signals), IMortalGrain;

[KeepAlive]
public sealed class ImmortalGrain(Signals signals) : MortalGrainBase(signals), IImmortalGrain;

/// <summary>A grain whose constructor fails the first time.</summary>
public interface IFragileGrain : IGrainWithStringKey
{
    Task Call();
}

public sealed class FragileGrain : Grain, IFragileGrain
{
    public FragileGrain(Signals signals)
    {
        signals.Note("made");
        if (signals.Count("made") == 1)
            throw new InvalidDataException("not today");
    }

    public Task Call() => Task.CompletedTask;
}

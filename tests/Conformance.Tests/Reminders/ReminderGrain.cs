using Molecule.Conformance.Tests.Support;

namespace Molecule.Conformance.Tests.Reminders;

public interface IReminderGrain : IGrainWithStringKey
{
    Task Remind(string name, TimeSpan due, TimeSpan period);

    Task<bool> Forget(string name);

    Task<List<string>> Names();

    Task Leave();
}

public sealed class ReminderGrain(Signals signals) : Grain, IReminderGrain, IRemindable
{
    public Task Remind(string name, TimeSpan due, TimeSpan period) => this.RegisterOrUpdateReminder(name, due, period);

    public async Task<bool> Forget(string name)
    {
        if (await this.GetReminder(name) is not { } reminder)
            return false;
        await this.UnregisterReminder(reminder);
        return true;
    }

    public async Task<List<string>> Names() =>
        [.. (await this.GetReminders()).Select(r => r.ReminderName).Order(StringComparer.Ordinal)];

    public Task Leave()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        signals.Open("deactivated");
        return Task.CompletedTask;
    }

    public Task ReceiveReminder(string reminderName, TickStatus status)
    {
        signals.Note($"{this.GetPrimaryKeyString()} {reminderName}");
        signals.Open("reminded");
        return reminderName == "failing" ? throw new InvalidOperationException("reminder failed") : Task.CompletedTask;
    }
}

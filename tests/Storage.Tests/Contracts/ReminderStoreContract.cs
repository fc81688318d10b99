using Microsoft.Extensions.DependencyInjection;
using Molecule.Storage.Reminders;
using Molecule.Storage.Tests.Support;
using Orleans.Embedded;

namespace Molecule.Storage.Tests.Contracts;

public abstract class ReminderStoreContract(StoreFixture store)
{
    readonly IReminderStore _reminders = ActivatorUtilities.CreateInstance<ReminderStore>(store.Services);
    readonly GrainId _grain = GrainId.Create("org", store.NewOrg());

    [Fact]
    public async Task Upsert_then_list_returns_it()
    {
        var reminder = Reminder("wake", "1");
        await _reminders.UpsertAsync(reminder, default);

        (await _reminders.ListAsync(_grain, default)).ShouldBe([reminder]);
        (await _reminders.ListAllAsync(default)).ShouldContain(reminder);
    }

    [Fact]
    public async Task Upsert_replaces_the_reminder_of_the_same_name()
    {
        await _reminders.UpsertAsync(Reminder("wake", "1"), default);
        await _reminders.UpsertAsync(Reminder("other", "1"), default);
        var again = Reminder("wake", "2") with { Period = TimeSpan.FromDays(400) };
        await _reminders.UpsertAsync(again, default);

        (await _reminders.ListAsync(_grain, default)).ShouldBe([Reminder("other", "1"), again]);
    }

    [Fact]
    public async Task Remove_takes_only_the_registration_that_is_meant()
    {
        await _reminders.UpsertAsync(Reminder("wake", "2"), default);

        (await _reminders.RemoveAsync(_grain, "wake", "1", default)).ShouldBeFalse();
        (await _reminders.RemoveAsync(_grain, "wake", "2", default)).ShouldBeTrue();
        (await _reminders.RemoveAsync(_grain, "wake", "2", default)).ShouldBeFalse();
        (await _reminders.ListAsync(_grain, default)).ShouldBeEmpty();
    }

    ReminderRecord Reminder(string name, string etag) => new(_grain, name, Times.T0, TimeSpan.FromMinutes(1), etag);
}

public sealed class SqliteReminderStoreTests(SqliteStore store) : ReminderStoreContract(store), IClassFixture<SqliteStore>;

public sealed class PostgresReminderStoreTests(PostgresStore store) : ReminderStoreContract(store), IClassFixture<PostgresStore>;

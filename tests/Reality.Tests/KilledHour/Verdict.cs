using System.Text.Json;
using Molecule.Reality.Tests.Support;

namespace Molecule.Reality.Tests.KilledHour;

/// <summary>Compares what was accepted with what is there, once everything had its time.</summary>
sealed class Verdict(Platform platform, Script script)
{
    public async Task CheckAsync()
    {
        await CheckListAsync();
        await CheckManagedAsync();
        await CheckSettingsAsync();
        await CheckMessagesAsync();
        await CheckDelegationsAsync();
        await CheckWishesAsync();
        await CheckTokensAsync();
        foreach (var each in script.Externals.Cast<Known>().Concat(script.Managed))
        {
            if (each.IsDeleted)
                await IsToldAsync(each, "WORKSPACE_REMOVED", 1);
        }
    }

    // Nothing lost, nothing twice: names are never used again.
    async Task CheckListAsync()
    {
        var all = (await platform.GetAsync("/workspaces")).Body.EnumerateArray().ToArray();
        string[] below = [.. all.Where(each => each.GetProperty("parent_id").GetString() is not null).Select(each => each.GetProperty("name").GetString()!)];
        below.ShouldBe(script.Team?.IsExpanded == true ? Team.Members : [], ignoreOrder: true);
        var listed = all.Where(each => each.GetProperty("parent_id").GetString() is null)
            .Select(each => (each.GetProperty("id").GetString()!, each.GetProperty("name").GetString()!));
        listed.ShouldBe(
            All.Where(each => !each.IsDeleted).Select(each => (each.Id, each.Name)), ignoreOrder: true);
    }

    async Task CheckManagedAsync()
    {
        foreach (var each in script.Managed)
            await Eventually.IsTrue(() => IsAsWantedAsync(each), () => $"{each.Name} should be {each.Wanted}\n{platform.Output}");
        foreach (var each in script.Managed)
        {
            await IsToldAsync(each, "WORKSPACE_PAUSED", each.Pauses);
            await IsToldAsync(each, "WORKSPACE_HIBERNATED", each.Sleeps);
            await CheckStartsAsync(each);
            await CheckContextsAsync(each);
        }
    }

    // Each start had a reason: it was made, or asked for, or its agent was lost, or a pause ended.
    async Task CheckStartsAsync(Managed managed)
    {
        var starts = await CountAsync(managed, "WORKSPACE_PROVISIONING");
        var reasons = 1 + managed.Restarts + managed.Pauses + await CountAsync(managed, "WORKSPACE_OFFLINE");
        starts.ShouldBeInRange(1, reasons, $"starts of {managed.Name}");
    }

    // Told once in a life of the platform, and of no restart that was none. Whom the last kill took down is told of that one restart.
    async Task CheckContextsAsync(Managed managed)
    {
        var events = await EventsAsync(managed);
        string?[] told = [.. events.Where(type => type is "WORKSPACE_PROVISIONING" or "WORKSPACE_OFFLINE").Take(2)];
        var isTold = managed is { IsDeleted: false, Wanted: Wanted.Running } && told is ["WORKSPACE_PROVISIONING", "WORKSPACE_OFFLINE"];
        if (isTold)
        {
            await Eventually.IsTrue(
                async () =>
                {
                    await script.BeatAsync(managed);
                    return managed.Contexts.Any(each => each.Life == platform.Life);
                },
                () => $"{managed.Name} was never told of its last restart\n{platform.Output}");
        }

        var contexts = managed.Contexts;
        contexts.ShouldBeUnique($"contexts of {managed.Name}");
        contexts.Select(each => each.MessageId).Distinct().Count().ShouldBeLessThan(
            await CountAsync(managed, "WORKSPACE_PROVISIONING"), $"more restarts were told to {managed.Name} than there were");
        contexts.Count(each => each.Life == platform.Life).ShouldBeLessThanOrEqualTo(1, $"the last restart of {managed.Name}");
    }

    async Task CheckSettingsAsync()
    {
        foreach (var each in All.Where(each => !each.IsDeleted))
        {
            var seen = (await platform.GetAsync($"/workspaces/{each.Id}")).Body;
            if (each.Mark is { } mark)
            {
                (seen.GetProperty("role").GetString(), seen.GetProperty("x").GetInt32(), seen.GetProperty("y").GetInt32())
                    .ShouldBe(($"role {mark}", mark, -mark), each.Name);
            }

            (seen.GetProperty("budget_limit") is { ValueKind: JsonValueKind.Number } limit ? limit.GetInt64() : (long?)null).ShouldBe(each.Budget, each.Name);
            if (each.Model is { } model)
                (await script.ReplaceAgentAsync(each, "the last one")).ShouldBe(model, each.Name);
        }
    }

    async Task<bool> IsAsWantedAsync(Managed managed)
    {
        if (managed.IsDeleted)
            return managed.Processes == 0;
        await script.BeatAsync(managed);
        return (await script.StatusAsync(managed), managed.Processes) == managed.Wanted switch
        {
            Wanted.Paused => ("paused", 0),
            Wanted.Hibernated => ("hibernated", 0),
            _ => ("online", 1),
        };
    }

    async Task CheckMessagesAsync()
    {
        foreach (var external in Live)
            external.Agent.IsDown = false;
        var accepted = script.Accepted.Where(each => !each.Value.IsDeleted).ToArray();
        await Eventually.IsTrue(
            async () =>
            {
                await BeatAllAsync();
                return accepted.All(each => each.Value.Agent.Has(each.Key));
            },
            () => $"lost: {string.Join(", ", accepted.Where(each => !each.Value.Agent.Has(each.Key)).Select(each => each.Key))}\n{platform.Output}");

        // Whoever dies before it has written that a message arrived sends it again, under the same id; otherwise nobody does.
        foreach (var external in script.Externals)
            external.Agent.Received.GroupBy(each => each).Where(same => same.Count() > 1).Select(same => same.Key).ShouldBeEmpty($"twice at {external.Name}");
    }

    async Task CheckDelegationsAsync()
    {
        foreach (var external in Live)
        {
            var rows = new Dictionary<string, string>();
            await Eventually.IsTrue(
                async () =>
                {
                    await BeatAllAsync();
                    rows.Clear();
                    foreach (var row in (await platform.GetAsync($"/workspaces/{external.Id}/delegations")).Body.EnumerateArray())
                        rows.TryAdd(row.GetProperty("delegation_id").GetString()!, row.GetProperty("status").GetString()!);
                    return external.Delegations.Values.All(id => rows.GetValueOrDefault(id) is "completed" or "failed");
                },
                () => $"delegations of {external.Name}: {string.Join(", ", external.Delegations.Values.Select(id => $"{id} {rows.GetValueOrDefault(id)}"))}\n{platform.Output}");
            foreach (var id in external.Delegations.Values.Where(id => rows[id] == "completed"))
                script.Externals.ShouldContain(each => each.Agent.Has(id), $"{id} is completed and no agent answered it");
            foreach (var id in external.Delegations.Values)
            {
                await IsToldAsync(external, "DELEGATION_SENT", 1, id);
                await IsToldAsync(external, rows[id] == "completed" ? "DELEGATION_COMPLETE" : "DELEGATION_FAILED", 1, id);
                await IsToldAsync(external, rows[id] == "completed" ? "DELEGATION_FAILED" : "DELEGATION_COMPLETE", 0, id);
            }
        }
    }

    async Task CheckWishesAsync()
    {
        string[] waiting = [.. (await platform.GetAsync("/approvals/pending")).Body.EnumerateArray().Select(each => each.GetProperty("id").GetString()!)];
        foreach (var external in script.Externals)
        {
            var sure = external.Wishes.Where(wish => wish.IsSure).ToDictionary(wish => wish.Id, wish => wish.Decision!.Value.Status);
            waiting.Intersect(sure.Keys).ShouldBeEmpty("decided and shown as waiting");
            var statuses = external.IsDeleted ? sure : await StatusesAsync(external, waiting);
            foreach (var id in statuses.Keys.Union(external.Wishes.Select(wish => wish.Id)))
                await IsToldAsync(external, "APPROVAL_REQUESTED", 1, id);
            foreach (var (id, status) in statuses.Where(each => each.Value != "pending"))
            {
                await IsToldAsync(external, "APPROVAL_APPROVED", status == "approved" ? 1 : 0, id);
                await IsToldAsync(external, "APPROVAL_DENIED", status == "denied" ? 1 : 0, id);
            }
        }
    }

    // Its requests: each is as it was decided; what nobody decided waits, or is too old.
    async Task<Dictionary<string, string>> StatusesAsync(External external, string[] waiting)
    {
        var now = TimeProvider.System.GetUtcNow();
        var statuses = new Dictionary<string, string>();
        foreach (var row in (await platform.GetAsync($"/workspaces/{external.Id}/approvals", external.Token)).Body.EnumerateArray())
        {
            var (id, status, by) = (row.GetProperty("id").GetString()!, row.GetProperty("status").GetString()!, row.GetProperty("decided_by").GetString());
            statuses.Add(id, status);
            var wish = external.Wishes.Find(each => each.Id == id);
            var end = row.GetProperty("created_at").GetDateTimeOffset() + Wish.Patience;
            if (wish?.Decision is { } decision && (wish.IsSure || by != "auto-expired"))
            {
                (status, by).ShouldBe((decision.Status, decision.By), $"{id} of {external.Name}");
            }
            else if (status == "pending")
            {
                wish?.Decision.ShouldBeNull($"{id} of {external.Name} waits");
                end.ShouldBeGreaterThan(now, $"{id} of {external.Name} waits");
                waiting.ShouldContain(id, $"{external.Name}: listed and not shown as waiting");
            }
            else
            {
                (status, by).ShouldBe(("denied", "auto-expired"), $"{id} of {external.Name}");
                end.ShouldBeLessThanOrEqualTo(TimeProvider.System.GetUtcNow(), $"{id} of {external.Name} ended early");
            }

            external.Wishes.ShouldContain(each => each.Action == row.GetProperty("action").GetString(), $"{external.Name} never asked for {row}");
        }

        external.Wishes.ShouldAllBe(wish => statuses.ContainsKey(wish.Id), $"{external.Name}: accepted and not listed");
        return statuses;
    }

    async Task CheckTokensAsync()
    {
        foreach (var external in script.Externals)
        {
            foreach (var (_, token) in external.Tokens.Append(("", external.Token)))
            {
                var isValid = (await platform.GetAsync($"/workspaces/{external.Id}/tokens", token)).Status == 200;
                isValid.ShouldBe(!external.IsDeleted && !external.Revoked.Contains(token), $"a token of {external.Name}");
            }
        }
    }

    IEnumerable<Known> All => [.. script.Externals, .. script.Managed, .. script.Team is { } team ? [team] : Array.Empty<Known>()];

    IEnumerable<External> Live => script.Externals.Where(each => !each.IsDeleted);

    Task BeatAllAsync() => Task.WhenAll(Live.Select(script.BeatAsync));

    // A change is stored before it is told: whoever sees it at once may be early. What a kill came between is told by whoever looks after it next.
    async Task IsToldAsync(Known known, string type, int times, string about = "")
    {
        var count = 0;
        await Eventually.IsTrue(
            async () => (count = await CountAsync(known, type, about)) >= times,
            () => $"{known.Name}: {type} {about} was told {count} times, not {times}\n{platform.Output}");
        count.ShouldBe(times, $"{known.Name}: {type} {about}");
    }

    async Task<int> CountAsync(Known known, string type, string about = "") => (await platform.GetAsync($"/events/{known.Id}?limit=500")).Body.EnumerateArray()
        .Count(each => Type(each) == type && each.GetRawText().Contains(about, StringComparison.Ordinal));

    // Newest first.
    async Task<string?[]> EventsAsync(Known known) => [.. (await platform.GetAsync($"/events/{known.Id}?limit=500")).Body.EnumerateArray().Select(Type)];

    static string? Type(JsonElement each) => each.TryGetProperty("event_type", out var type) || each.TryGetProperty("event", out type) ? type.GetString() : null;
}

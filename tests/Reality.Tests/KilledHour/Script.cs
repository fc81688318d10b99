using System.Text.Json;
using Molecule.Reality.Tests.Support;

namespace Molecule.Reality.Tests.KilledHour;

/// <summary>An hour of commands, one after the other, drawn from a seed. Each is asked until it is known to be done: that is what makes it accepted.</summary>
sealed class Script(Platform platform, Random random) : IAsyncDisposable
{
    const int MaxExternals = 5;
    const int MaxManaged = 4;
    const int MaxDelegations = 20;

    readonly List<External> _externals = [];
    readonly List<Managed> _managed = [];
    Team? _team;
    int _names;
    int _messages;

    public IReadOnlyList<External> Externals => _externals;

    public IReadOnlyList<Managed> Managed => _managed;

    public Team? Team => _team;

    /// <summary>Messages whose sender heard 200 or 202: id → to whom.</summary>
    public Dictionary<string, External> Accepted { get; } = [];

    IReadOnlyList<External> LiveExternals => [.. _externals.Where(each => !each.IsDeleted)];

    IReadOnlyList<Known> Live => [.. LiveExternals, .. LiveManaged];

    IReadOnlyList<Managed> LiveManaged => [.. _managed.Where(each => !each.IsDeleted)];

    /// <summary>The next command.</summary>
    public Task NextAsync()
    {
        if (LiveExternals.Count < 2)
            return CreateExternalAsync();
        if (LiveManaged.Count < 2)
            return CreateManagedAsync();
        if (_team is null)
            return CreateTeamAsync();
        return random.Next(37) switch
        {
            0 => LiveExternals.Count < MaxExternals ? CreateExternalAsync() : DeleteAsync(Pick(LiveExternals)),
            1 => LiveManaged.Count < MaxManaged ? CreateManagedAsync() : DeleteAsync(Pick(LiveManaged)),
            2 => RegisterAsync(Pick(LiveExternals)),
            3 or 4 or 5 => BeatAsync(Pick(LiveExternals)),
            6 or 7 => TurnAsync(Pick(LiveExternals)),
            8 or 9 or 10 or 11 or 12 => SendAsync(Pick(LiveExternals)),
            13 or 14 or 15 => DelegateAsync(Pick(LiveExternals), Pick(LiveExternals)),
            16 => IssueAsync(Pick(LiveExternals)),
            17 => RevokeAsync(Pick(LiveExternals)),
            18 or 19 => PauseAsync(Pick(LiveManaged)),
            20 or 21 => ResumeAsync(Pick(LiveManaged)),
            22 => RestartAsync(Pick(LiveManaged)),
            23 => HibernateAsync(Pick(LiveManaged)),
            24 => ExpandAsync(_team),
            25 => CollapseAsync(_team),
            26 => MarkAsync(Pick(Live)),
            27 => BudgetAsync(Pick(Live)),
            28 or 29 => AssignAsync(Pick(Live)),
            30 or 31 => WishAsync(Pick(LiveExternals)),
            32 or 33 => DecideAsync(Pick(LiveExternals)),
            _ => BeatAsync(Pick(LiveManaged)),
        };
    }

    public Task BeatAsync(External external) =>
        platform.PostAsync("/registry/heartbeat", new { workspace_id = external.Id, active_tasks = 0 }, external.Token);

    /// <summary>
    /// Says for an agent that it lives, with the token that it was given. One that is to run and was killed with the platform says nothing: else it would be there again,
    /// and hear of an old restart besides the one that its death leads to.
    /// </summary>
    public async Task BeatAsync(Managed managed)
    {
        await managed.ListenAsync(() => platform.Life);
        if (managed.Token is { } token && (managed.Processes > 0 || managed.Wanted != Wanted.Running))
            await platform.PostAsync("/registry/heartbeat", new { workspace_id = managed.Id, active_tasks = 0 }, token);
    }

    async Task RestartAsync(Managed managed)
    {
        (await platform.AskAsync(HttpMethod.Post, $"/workspaces/{managed.Id}/restart", before: () => managed.Restarts++)).Status.ShouldBe(200);
        managed.Wanted = Wanted.Running;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var external in _externals)
            await external.Agent.DisposeAsync();
        foreach (var managed in _managed)
            await managed.DisposeAsync();
    }

    async Task CreateExternalAsync()
    {
        var name = $"external {++_names}";
        var agent = await RecordingAgent.StartAsync(() => platform.Life);
        var (id, token) = await CreateAsync(name, new { name, external = true, max_concurrent_tasks = 4 });
        token ??= (await platform.PostAsync($"/workspaces/{id}/tokens")).Body.GetProperty("auth_token").GetString();
        var external = new External(id, name, agent, token!);
        await RegisterAsync(external);
        _externals.Add(external);
    }

    async Task CreateManagedAsync()
    {
        var name = $"managed {++_names}";
        var id = (await CreateAsync(name, new { name })).Id;
        _managed.Add(new Managed(id, name, Path.Combine(platform.Data, "agents", "default", id)));
    }

    async Task CreateTeamAsync() => _team = new Team((await CreateAsync("team", new { name = "team", external = true })).Id, "team");

    async Task ExpandAsync(Team team)
    {
        (await platform.PostAsync($"/workspaces/{team.Id}/expand")).Status.ShouldBe(200);
        team.IsExpanded = true;
    }

    async Task CollapseAsync(Team team)
    {
        (await platform.PostAsync($"/workspaces/{team.Id}/collapse")).Status.ShouldBe(200);
        team.IsExpanded = false;
    }

    async Task MarkAsync(Known known)
    {
        var mark = ++_messages;
        (await platform.AskAsync(HttpMethod.Patch, $"/workspaces/{known.Id}", new { role = $"role {mark}", x = mark, y = -mark })).Status.ShouldBe(200);
        known.Mark = mark;
    }

    async Task BudgetAsync(Known known)
    {
        var budget = 1_000_000 + ++_messages;
        (await platform.AskAsync(HttpMethod.Patch, $"/workspaces/{known.Id}/budget", new { budget_limit = budget })).Status.ShouldBe(200);
        known.Budget = budget;
    }

    async Task AssignAsync(Known known)
    {
        var model = $"model {++_messages}";

        // Who heard nothing of an assignment may have assigned: then it is replaced.
        if (known.Model is null && (await platform.PostAsync($"/workspaces/{known.Id}/agent", new { model })).Status == 201)
            known.Model = model;
        else
            await ReplaceAgentAsync(known, model);
    }

    /// <summary>Gives it another agent.</summary>
    /// <returns>The model of the one before.</returns>
    public async Task<string> ReplaceAgentAsync(Known known, string model)
    {
        var heard = await platform.AskAsync(HttpMethod.Patch, $"/workspaces/{known.Id}/agent", new { model });
        heard.Status.ShouldBe(200, heard.Text);
        heard.Body.GetProperty("model").GetString().ShouldBe(model);
        known.Model = model;
        return heard.Body.GetProperty("old_model").GetString()!;
    }

    // Who heard nothing looks whether it is there before asking again.
    async Task<(string Id, string? Token)> CreateAsync(string name, object body)
    {
        while (true)
        {
            if (await platform.TryAsync(HttpMethod.Post, "/workspaces", body) is { Status: 201 } made)
            {
                return (made.Body.GetProperty("id").GetString()!,
                    made.Body.TryGetProperty("connection", out var connection) ? connection.GetProperty("auth_token").GetString() : null);
            }

            foreach (var each in (await platform.GetAsync("/workspaces")).Body.EnumerateArray())
            {
                if (each.GetProperty("name").GetString() == name)
                    return (each.GetProperty("id").GetString()!, null);
            }
        }
    }

    async Task RegisterAsync(External external) => (await platform.PostAsync(
        "/registry/register", new { id = external.Id, url = external.Agent.Url, agent_card = new { name = external.Name } }, external.Token)).Status.ShouldBe(200);

    static Task TurnAsync(External external)
    {
        external.Agent.IsDown = !external.Agent.IsDown;
        return Task.CompletedTask;
    }

    async Task SendAsync(External target)
    {
        var id = $"message {++_messages}";
        var message = new { role = "user", messageId = id, parts = new[] { new { kind = "text", text = id } } };
        var heard = await platform.TryAsync(HttpMethod.Post, $"/workspaces/{target.Id}/a2a", new { method = "message/send", @params = new { message } });
        if (heard?.Status is 200 or 202)
            Accepted.Add(id, target);
    }

    async Task DelegateAsync(External source, External target)
    {
        if (source == target || source.Delegations.Count >= MaxDelegations)
            return;
        var key = $"key {++_messages}";
        var heard = await platform.PostAsync(
            $"/workspaces/{source.Id}/delegate", new { target_id = target.Id, task = key, idempotency_key = key }, source.Token);
        heard.Status.ShouldBeOneOf(200, 202);
        heard.Body.TryGetProperty("warning", out _).ShouldBeFalse(heard.Text);
        source.Delegations[key] = heard.Body.GetProperty("delegation_id").GetString()!;

        // Whoever asks again hears the same.
        var again = await platform.PostAsync(
            $"/workspaces/{source.Id}/delegate", new { target_id = target.Id, task = key, idempotency_key = key }, source.Token);
        if (again.Status == 200)
            again.Body.GetProperty("delegation_id").GetString().ShouldBe(source.Delegations[key]);
        source.Delegations[key] = again.Body.GetProperty("delegation_id").GetString()!;
    }

    // Who heard nothing asks again, and both wait.
    async Task WishAsync(External external)
    {
        var (action, now) = ($"action {++_messages}", TimeProvider.System.GetUtcNow());
        var heard = await platform.PostAsync($"/workspaces/{external.Id}/approvals", new { action }, external.Token);
        heard.Status.ShouldBe(201, heard.Text);
        external.Wishes.Add(new Wish(heard.Body.GetProperty("approval_id").GetString()!, action, now));
    }

    async Task DecideAsync(External external)
    {
        if (external.Wishes.Count == 0)
            return;
        var wish = Pick(external.Wishes);
        var (tries, decision, person) = (0, random.Next(2) == 0 ? "approved" : "denied", $"person {++_messages}");
        var heard = await platform.AskAsync(
            HttpMethod.Post, $"/workspaces/{external.Id}/approvals/{wish.Id}/decide", new { decision, decided_by = person }, before: () => tries++);
        heard.Status.ShouldBeOneOf(200, 404);
        if (wish.Decision is null && (heard.Status == 200 || tries > 1))
        {
            // Who heard nothing and then that it is decided was quicker than they know.
            (wish.Decision, wish.IsSure) = ((decision, person), heard.Status == 200);
            return;
        }

        heard.Status.ShouldBe(404, $"{wish.Id} was decided by {wish.Decision} and again by {person}");
        if (wish.Decision is null)
            (wish.Asked + Wish.Patience).ShouldBeLessThanOrEqualTo(TimeProvider.System.GetUtcNow(), $"{wish.Id} waits and {person} was refused");
    }

    async Task IssueAsync(External external)
    {
        if (external.Tokens.Count > 20)
            return;
        var text = (await platform.PostAsync($"/workspaces/{external.Id}/tokens")).Body.GetProperty("auth_token").GetString()!;
        var listed = (await platform.GetAsync($"/workspaces/{external.Id}/tokens")).Body.GetProperty("tokens");
        external.Tokens.Add((listed[0].GetProperty("id").GetString()!, text));
    }

    async Task RevokeAsync(External external)
    {
        if (external.Tokens.Where(each => !external.Revoked.Contains(each.Text)).OrderBy(each => each.Id, StringComparer.Ordinal).ToArray() is not [var (id, text), ..])
            return;
        (await platform.AskAsync(HttpMethod.Delete, $"/workspaces/{external.Id}/tokens/{id}")).Status.ShouldBeOneOf(200, 404);
        external.Revoked.Add(text);
    }

    async Task PauseAsync(Managed managed)
    {
        (await platform.PostAsync($"/workspaces/{managed.Id}/pause")).Status.ShouldBeOneOf(200, 404);
        if (managed.Wanted != Wanted.Paused)
            managed.Pauses++;
        managed.Wanted = Wanted.Paused;
    }

    async Task ResumeAsync(Managed managed)
    {
        (await platform.PostAsync($"/workspaces/{managed.Id}/resume")).Status.ShouldBeOneOf(200, 404);
        if (managed.Wanted == Wanted.Paused)
            managed.Wanted = Wanted.Running;
    }

    async Task HibernateAsync(Managed managed)
    {
        // Only an agent that is there can be put to sleep; who heard nothing looks whether it was.
        var heard = await platform.PostAsync($"/workspaces/{managed.Id}/hibernate?force=true");
        if (managed.Wanted != Wanted.Running || (heard.Status != 200 && await StatusAsync(managed) is not ("hibernated" or "hibernating")))
            return;
        managed.Wanted = Wanted.Hibernated;
        managed.Sleeps++;
    }

    async Task DeleteAsync(Known known)
    {
        (await platform.AskAsync(HttpMethod.Delete, $"/workspaces/{known.Id}?confirm=true")).Status.ShouldBe(200);
        known.IsDeleted = true;
    }

    public async Task<string> StatusAsync(Known known) =>
        (await platform.GetAsync($"/workspaces/{known.Id}")).Body is { ValueKind: JsonValueKind.Object } body && body.TryGetProperty("status", out var status)
            ? status.GetString()!
            : "";

    T Pick<T>(IReadOnlyList<T> some) => some[random.Next(some.Count)];
}

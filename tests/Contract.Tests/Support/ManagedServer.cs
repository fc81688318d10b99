using Molecule.Gateway;
using Molecule.Grains;
using Molecule.Provisioning;

namespace Molecule.Contract.Tests.Support;

/// <summary>A server with a backend that starts agents.</summary>
public sealed class ManagedServer : IAsyncLifetime
{
    const string AdminToken = "test-admin-token";

    internal Server Server { get; private set; } = null!;

    internal Backend Backend { get; } = new();

    internal Client Admin => Server.With(AdminToken);

    /// <summary>Times and limits, where a test needs other ones than the program's.</summary>
    internal GrainsOptions Times { get; init; } = new();

    /// <inheritdoc />
    public async ValueTask InitializeAsync() => Server = await Server.StartAsync(
        new GatewayOptions { AdminToken = AdminToken, RateLimit = 1_000_000 }, services => services.AddSingleton<IProvisioner>(Backend).AddSingleton(Times));

    /// <inheritdoc />
    public ValueTask DisposeAsync() => Server.DisposeAsync();

    internal Task<LiveFeed> WatchAsync() => LiveFeed.OpenAsync(Server, AdminToken);

    /// <summary>A workspace whose agent was started; it has not been heard of.</summary>
    internal async Task<string> CreateAsync(object? body = null)
    {
        var id = (await Admin.PostAsync("/workspaces", body ?? new { name = "dev" })).Ok(201).String("id");
        await StartedAsync(id, 1);
        return id;
    }

    /// <summary>The same, online.</summary>
    internal async Task<string> CreateOnlineAsync(object? body = null)
    {
        var id = await CreateAsync(body);
        await BeatAsync(id);
        (await StatusAsync(id)).ShouldBe("online");
        return id;
    }

    /// <summary>Waits until so many starts of a workspace are done.</summary>
    internal async Task StartedAsync(string id, int count)
    {
        await Eventually.TrueAsync(() => Task.FromResult(Backend.Starts.Count(order => order.WorkspaceId == id) == count));
        await Eventually.TrueAsync(async () => (await Admin.GetAsync($"/workspaces/{id}")).String("url").Length > 0);
    }

    /// <summary>The agent, as its last start has it.</summary>
    internal Client AgentOf(string id) => Server.With(Backend.Starts.Last(order => order.WorkspaceId == id).Token);

    internal async Task BeatAsync(string id, int tasks = 0) =>
        (await AgentOf(id).PostAsync("/registry/heartbeat", new { workspace_id = id, active_tasks = tasks })).Ok();

    internal async Task<string> StatusAsync(string id) => (await Admin.GetAsync($"/workspaces/{id}")).String("status");

    internal Task UntilAsync(string id, string status) => Eventually.TrueAsync(async () => await StatusAsync(id) == status);

    /// <summary>Names and payloads of its logged events, oldest first.</summary>
    internal async Task<IReadOnlyList<string>> EventsAsync(string id) =>
        [.. (await Admin.GetAsync($"/events/{id}")).Ok().Json.EnumerateArray().Reverse()
            .Select(e => $"{e.GetProperty("event_type").GetString()} {e.GetProperty("payload").GetRawText()}")];
}

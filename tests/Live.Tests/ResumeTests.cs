using System.Text.Json.Nodes;
using Molecule.Contract.Tests.Support;
using Molecule.Gateway;
using Molecule.Live.Tests.Support;
using Molecule.Storage.Events;
using Molecule.TestSupport.Time;

namespace Molecule.Live.Tests;

/// <summary>Sockets on the real engine, grains and store.</summary>
public class ResumeTests
{
    const int Workspaces = 40;
    const int Clients = 4;

    [Fact]
    public async Task Clients_that_come_and_go_see_every_event_once()
    {
        await using var server = await StartAsync();
        var written = new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously);

        var clients = Enumerable.Range(1, Clients).Select(client => WatchAsync(server.Url, client, written.Task)).ToList();
        for (var i = 0; i < Workspaces; i++)
            await CreateAsync(server, $"workspace {i}");
        var last = await server.Services.GetRequiredService<IEventLog>().GetLastSequenceAsync("default", default);
        last.ShouldBeGreaterThanOrEqualTo(Workspaces);
        written.SetResult(last);

        foreach (var client in clients)
            (await client.Within("a client to see everything")).ShouldBe(Enumerable.Range(1, (int)last).Select(n => (long)n));
    }

    [Fact]
    public async Task A_socket_and_a_stream_show_what_a_grain_publishes()
    {
        await using var server = await StartAsync();
        var id = await CreateAsync(server, "agent");
        await using var canvas = await OpenAsync(server.Url, "since=0");

        var provisioning = await canvas.NextAsync();

        ((string?)provisioning["event"]).ShouldBe("WORKSPACE_PROVISIONING");
        ((string?)provisioning["workspace_id"]).ShouldBe(id);
        ((long?)provisioning["seq"]).ShouldBe(1);
        ((string?)provisioning["payload"]!["name"]).ShouldBe("agent");
    }

    // Comes and goes: a different number of frames at each visit, until everything that was written has been seen.
    static async Task<List<long>> WatchAsync(Uri url, int client, Task<long> written)
    {
        var seen = new List<long>();
        for (var visit = 1; !written.IsCompleted || seen.Count == 0 || seen[^1] < await written; visit++)
        {
            await using var socket = await OpenAsync(url, $"since={(seen.Count == 0 ? 0 : seen[^1])}");
            for (var frames = 0; frames < visit * client % 7 + 1; frames++)
            {
                // Once all is written, nothing more comes than what is known to be there.
                if (written.IsCompleted && seen.Count > 0 && seen[^1] >= await written)
                    break;
                if (await NextSequenceAsync(socket, seen, written) is not { } sequence)
                    break;
                seen.Add(sequence);
            }
        }

        return seen;
    }

    // The next number, or null when everything was seen while waiting for it.
    static async Task<long?> NextSequenceAsync(TestSocket socket, List<long> seen, Task<long> written)
    {
        var next = NextNumberedAsync(socket);
        if (await Task.WhenAny(next, written).Within("an event or the end of them") == written && seen.Count > 0 && seen[^1] >= await written)
            return null;
        return await next;
    }

    static async Task<long> NextNumberedAsync(TestSocket socket)
    {
        while (true)
        {
            if ((await socket.NextAsync())["seq"] is JsonNode sequence)
                return (long)sequence;
        }
    }

    static Task<Server> StartAsync() => Server.StartAsync(new GatewayOptions { AdminToken = "admin", RateLimit = 1_000_000 }).Within("the server to start");

    static Task<TestSocket> OpenAsync(Uri url, string query) =>
        TestSocket.OpenAsync(url, query, options => options.SetRequestHeader("Authorization", "Bearer admin"));

    static async Task<string> CreateAsync(Server server, string name) =>
        (await server.With("admin").PostAsync("/workspaces", new { name, runtime = "external" }).Within("a workspace to be created")).Ok(201).String("id");
}

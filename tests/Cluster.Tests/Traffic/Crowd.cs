using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Molecule.Cluster.Tests.Support;
using Molecule.TestSupport.Processes;

namespace Molecule.Cluster.Tests.Traffic;

/// <summary>
/// Agents at one address, with as little fuss as can be: they register once, and answer every message at once, but for those that they are told to keep waiting.
/// </summary>
sealed class Crowd : IAsyncDisposable
{
    const string Answer = """{"jsonrpc":"2.0","id":"1","result":{"kind":"message","parts":[{"kind":"text","text":"taken"}]}}""";

    readonly ConcurrentDictionary<string, TaskCompletionSource> _kept = new();
    readonly List<Workspace> _workspaces = [];
    readonly WebApplication _server;
    readonly int _port = Ports.Free();
    int _waiting;

    Crowd()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls($"http://127.0.0.1:{_port}");
        _server = builder.Build();
        _server.Run(TakeAsync);
    }

    public IReadOnlyList<Workspace> Workspaces => _workspaces;

    /// <summary>How many messages an agent has that are kept waiting.</summary>
    public int Waiting => Volatile.Read(ref _waiting);

    public static async Task<Crowd> StartAsync(Client platform, int count)
    {
        var crowd = new Crowd();
        await crowd._server.StartAsync();
        for (var i = 0; i < count; i++)
        {
            var workspace = await platform.CreateAsync($"agent {i} of a crowd");
            var url = new Uri($"http://localhost:{crowd._port}/{i}");
            var (registered, _) = await platform.InsistAsync(HttpMethod.Post, "registry/register", workspace.Token, Registration.Of(workspace.Id, url));
            registered.Status.ShouldBe(200, registered.Text);
            crowd._workspaces.Add(workspace);
        }

        return crowd;
    }

    /// <summary>Keeps a message waiting.</summary>
    public void Keep(string messageId) => _kept[messageId] = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Answers all that wait, and those to come.</summary>
    public void LetGo()
    {
        foreach (var kept in _kept.Values) kept.TrySetResult();
        _kept.Clear();
    }

    public async ValueTask DisposeAsync()
    {
        LetGo();
        await _server.DisposeAsync();
    }

    async Task TakeAsync(HttpContext http)
    {
        using var request = await JsonDocument.ParseAsync(http.Request.Body);
        var id = request.RootElement.GetProperty("params").GetProperty("message").GetProperty("messageId").GetString()!;
        if (_kept.TryGetValue(id, out var kept))
        {
            Interlocked.Increment(ref _waiting);
            await kept.Task;
            Interlocked.Decrement(ref _waiting);
        }

        http.Response.ContentType = "application/json";
        await http.Response.WriteAsync(Answer);
    }
}

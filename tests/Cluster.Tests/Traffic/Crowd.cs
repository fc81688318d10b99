using System.Collections.Concurrent;
using Molecule.Cluster.Tests.Support;

namespace Molecule.Cluster.Tests.Traffic;

/// <summary>
/// Agents at one address, with as little fuss as can be: they register once, and answer every message at once, but for those that they are told to keep waiting.
/// </summary>
sealed class Crowd : IAsyncDisposable
{
    readonly ConcurrentDictionary<string, TaskCompletionSource> _kept = new();
    readonly List<Workspace> _workspaces = [];
    readonly AgentServer _server;
    int _waiting;

    Crowd() => _server = new AgentServer(TakeAsync);

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
            var url = new Uri(crowd._server.Url, $"{i}");
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

    async Task TakeAsync(string messageId)
    {
        if (!_kept.TryGetValue(messageId, out var kept))
            return;
        Interlocked.Increment(ref _waiting);
        await kept.Task;
        Interlocked.Decrement(ref _waiting);
    }
}

using System.Collections.Concurrent;
using Molecule.Cluster.Tests.Network;
using Molecule.Cluster.Tests.Support;
using Molecule.Reality.Tests.Support;

namespace Molecule.Cluster.Tests.Traffic;

/// <summary>
/// Tokens that are issued through one gateway and revoked through another. Promised: from the moment at which its revocation is accepted a token is refused
/// everywhere, for ever; one that was issued and not revoked is let in.
/// </summary>
sealed class Keys(SiloCluster cluster, IReadOnlyList<Balancer> balancers) : ITraffic
{
    const int KeptAtMost = 8;
    static readonly TimeSpan _pace = TimeSpan.FromMilliseconds(150);

    readonly ConcurrentQueue<string> _revoked = new();
    readonly ConcurrentQueue<string> _kept = new();
    readonly ConcurrentQueue<string> _wrong = new();
    readonly List<Client> _clients = [];
    readonly CancellationTokenSource _stop = new();
    Task _changing = Task.CompletedTask;

    public Workspace Workspace { get; private set; } = null!;

    public int Done => _revoked.Count;

    public IEnumerable<string> Unexpected => _clients.SelectMany(client => client.Unexpected);

    public async Task StartAsync()
    {
        _clients.AddRange(balancers.Select(balancer => new Client(() => balancer.Url)));
        Workspace = await _clients[0].CreateAsync("vault");
        _changing = ChangeAsync();
    }

    /// <summary>Issues a token through one client and revokes it through another.</summary>
    /// <returns>The token, which nobody may let in any more.</returns>
    public async Task<string> IssueAndRevokeAsync(Client issuer, Client revoker)
    {
        var token = await IssueAsync(issuer);
        await RevokeAsync(revoker, token);
        return token;
    }

    /// <summary>Issues a token.</summary>
    public async Task<string> IssueAsync(Client client)
    {
        var (answer, _) = await client.InsistAsync(HttpMethod.Post, $"workspaces/{Workspace.Id}/tokens", Workspace.Token);
        answer.Status.ShouldBe(201, answer.Text);
        return answer.Json.GetProperty("auth_token").GetString()!;
    }

    /// <summary>Revokes a token.</summary>
    public async Task RevokeAsync(Client client, string token)
    {
        var (list, _) = await client.InsistAsync(HttpMethod.Get, $"workspaces/{Workspace.Id}/tokens?limit=200", Workspace.Token);
        list.Status.ShouldBe(200, list.Text);
        var row = list.Json.GetProperty("tokens").EnumerateArray().Single(each => token.StartsWith(each.GetProperty("prefix").GetString()!, StringComparison.Ordinal));
        var (answer, repeated) = await client.InsistAsync(
            HttpMethod.Delete, $"workspaces/{Workspace.Id}/tokens/{row.GetProperty("id").GetString()}", Workspace.Token);
        // What a try did whose answer was lost is gone for the next one.
        if (answer.Status != 200 && !(repeated && answer.Status == 404)) _wrong.Enqueue($"a revocation was answered {answer.Status} {answer.Text}");
        _revoked.Enqueue(token);
    }

    public async Task HushAsync()
    {
        await _stop.CancelAsync();
        await _changing;
    }

    public async Task CheckAsync()
    {
        _wrong.ShouldBeEmpty();
        foreach (var member in cluster.Members)
        {
            using var client = new Client(member.Url);
            foreach (var token in _revoked) (await client.TryTokenAsync(Workspace.Id, token)).ShouldBe(401, $"{member} lets in what was revoked\n{cluster.Logs}");
            foreach (var token in _kept) (await client.TryTokenAsync(Workspace.Id, token)).ShouldBe(200, $"{member} refuses what was issued\n{cluster.Logs}");
        }
    }

    public async ValueTask DisposeAsync()
    {
        await HushAsync();
        foreach (var client in _clients) client.Dispose();
        _stop.Dispose();
    }

    public override string ToString() => $"{_revoked.Count} tokens revoked, {_kept.Count} kept";

    async Task ChangeAsync()
    {
        for (var n = 0; !_stop.IsCancellationRequested; n++)
        {
            var (issuer, revoker, third) = (_clients[n % _clients.Count], _clients[(n + 1) % _clients.Count], _clients[(n + 2) % _clients.Count]);
            if (n % 4 == 0 && _kept.Count < KeptAtMost)
            {
                _kept.Enqueue(await IssueAsync(issuer));
            }
            else
            {
                var token = await IssueAndRevokeAsync(issuer, revoker);
                if (await third.TryTokenAsync(Workspace.Id, token) is not 401 and var status) _wrong.Enqueue($"a revoked token was answered {status}");
            }

            await Task.Delay(_pace, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}

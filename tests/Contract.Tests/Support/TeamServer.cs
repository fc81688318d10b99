using Molecule.Gateway;

namespace Molecule.Contract.Tests.Support;

/// <summary>A server that may call agents on this machine, with an agent that answers with what it is told.</summary>
public sealed class TeamServer : IAsyncLifetime
{
    internal Server Server { get; private set; } = null!;

    internal FakeAgent Agent { get; private set; } = null!;

    internal Client Admin => Server.With(SharedServer.AdminToken);

    /// <inheritdoc />
    public async ValueTask InitializeAsync()
    {
        Server = await Server.StartAsync(new GatewayOptions { AdminToken = SharedServer.AdminToken, RateLimit = 1_000_000, AllowsLocalAgents = true });
        Agent = await FakeAgent.StartAsync();
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        await Agent.DisposeAsync();
    }

    /// <summary>A new workspace with a token; with an address its agent is there.</summary>
    internal async Task<Member> AddAsync(string? url = null, string? parent = null)
    {
        var body = url is null ? new { name = "member", external = true, parent_id = parent } : (object)new { name = "member", external = true, url, parent_id = parent };
        var id = (await Admin.PostAsync("/workspaces", body)).Ok(201).String("id");
        var token = (await Admin.GetAsync($"/admin/workspaces/{id}/test-token")).Ok().String("auth_token");
        return new(id, token, Server.With(token));
    }

    /// <summary>A workspace whose agent answers.</summary>
    internal Task<Member> AddWithAgentAsync(string? parent = null) => AddAsync(Agent.Url, parent);
}

/// <summary>A workspace and its own client.</summary>
sealed record Member(string Id, string Token, Client Client);

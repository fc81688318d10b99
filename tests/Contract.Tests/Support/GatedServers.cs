using System.Collections.Concurrent;
using Molecule.Gateway;
using Molecule.Gateway.Access;
using Molecule.Grains;
using Molecule.Grains.Workspaces;

namespace Molecule.Contract.Tests.Support;

/// <summary>One server for each way in which an installation can be set up as far as its gates care, made when a test first asks for it.</summary>
public sealed class GatedServers : IAsyncLifetime
{
    static readonly Uri _nowhere = new("http://127.0.0.1:1");
    readonly ConcurrentDictionary<string, Lazy<Task<GatedServer>>> _servers = new();
    FakeUpstream _controlPlane = null!;

    internal FakeUpstream ControlPlane => _controlPlane;

    /// <inheritdoc />
    public async ValueTask InitializeAsync()
    {
        _controlPlane = await FakeUpstream.StartAsync();
        _controlPlane.Answer = SessionAnswers.AnswerAsync;
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        foreach (var server in _servers.Values)
            await (await server.Value).Server.DisposeAsync();
        await _controlPlane.DisposeAsync();
    }

    internal Task<GatedServer> GetAsync(string setup) => _servers.GetOrAdd(setup, name => new(() => GatedServer.StartAsync(OptionsOf(name), name))).Value;

    GatewayOptions OptionsOf(string setup) => setup switch
    {
        "admin" => new() { AdminToken = "admin", RateLimit = 1_000_000 },
        "open" or "fresh" or "org" => new() { RateLimit = 1_000_000 },
        "dev" => new() { Environment = "development", RateLimit = 1_000_000 },
        " DEV " => new() { Environment = " DEV ", RateLimit = 1_000_000 },
        "test" or "staging" or "local" => new() { Environment = setup, RateLimit = 1_000_000 },
        "dev with admin" => new() { Environment = "dev", AdminToken = "admin", RateLimit = 1_000_000 },
        "production" => new() { Environment = "production", RateLimit = 1_000_000 },
        "PROD" => new() { Environment = "PROD", RateLimit = 1_000_000 },
        "pages" => new() { CanvasProxyUrl = _nowhere, AdminToken = "admin", RateLimit = 1_000_000 },
        "pages in dev" => new() { CanvasProxyUrl = _nowhere, Environment = "dev", RateLimit = 1_000_000 },
        "sessions" => new() { ControlPlaneUrl = _controlPlane.Url, OrgSlug = "acme", CanvasProxyUrl = _nowhere, AdminToken = "admin", RateLimit = 1_000_000 },
        "slug alone" => new() { OrgSlug = "acme", AdminToken = "admin", RateLimit = 1_000_000 },
        "upstream alone" => new() { ControlPlaneUrl = _controlPlane.Url, AdminToken = "admin", RateLimit = 1_000_000 },
        "origins" => new() { CorsOrigins = ["https://ui.test"], AdminToken = "admin", RateLimit = 1_000_000 },
        _ => throw new ArgumentException(setup, nameof(setup)),
    };
}

/// <summary>A server with one workspace of each kind, and the credentials that tests name.</summary>
sealed class GatedServer(Server server, IReadOnlyDictionary<string, string> ids, IReadOnlyDictionary<string, string> tokens)
{
    const string Org = "default";

    public Server Server => server;

    /// <summary>The id of a workspace that a test names: <c>mine</c> and <c>other</c> have a token each, <c>tokenless</c> never had one, <c>revoked</c> had, <c>gone</c> is removed.</summary>
    public string IdOf(string name) => ids.GetValueOrDefault(name, name);

    /// <summary>A client with the token of a workspace, with <c>org</c> or <c>admin</c>, or with whatever else.</summary>
    public Client With(string? bearer) => server.With(bearer is null ? null : tokens.GetValueOrDefault(bearer, bearer));

    public static async Task<GatedServer> StartAsync(GatewayOptions options, string setup)
    {
        var server = await Server.StartAsync(options);
        var grains = server.Services.GetRequiredService<IGrainFactory>();
        var (ids, tokens) = (new Dictionary<string, string> { ["unknown"] = Ids.Unknown }, new Dictionary<string, string>());
        foreach (var name in (string[])["mine", "other", "tokenless", "revoked", "gone"])
        {
            ids[name] = (await server.With(options.AdminToken).PostAsync("/workspaces", new { name })).Ok(201).String("id");
        }

        if (setup == "fresh")
            return new(server, ids, tokens);
        foreach (var name in (string[])["mine", "other", "revoked", "gone"])
        {
            tokens[name] = (await grains.Workspace(Org, ids[name]).IssueTokenAsync()).Token!.PlainText;
        }

        var revoked = (await server.With(tokens["revoked"]).GetAsync($"/workspaces/{ids["revoked"]}/tokens")).Ok().Json.GetProperty("tokens")[0];
        await grains.Workspace(Org, ids["revoked"]).RevokeTokenAsync(revoked.GetProperty("id").GetString()!);
        await grains.Workspace(Org, ids["gone"]).RemoveAsync(new RemoveWorkspace(true, false));
        if (setup is "org" or "admin" or "origins" or "sessions")
            tokens["org"] = (await grains.Org(Org).MintTokenAsync("ops", "", null)).PlainText;
        return new(server, ids, tokens);
    }
}

using Molecule.Gateway;

namespace Molecule.Contract.Tests.Support;

/// <summary>One self-hosted server with an admin token, for the tests of a class. Each test makes workspaces of its own.</summary>
public sealed class SharedServer : IAsyncLifetime
{
    /// <summary>Its admin token.</summary>
    public const string AdminToken = "test-admin-token";

    internal Server Server { get; private set; } = null!;

    internal Client Admin => Server.With(AdminToken);

    internal Client Anonymous => Server.Anonymous();

    /// <inheritdoc />
    public async ValueTask InitializeAsync() =>
        Server = await Server.StartAsync(new GatewayOptions { AdminToken = AdminToken, RateLimit = 1_000_000 });

    /// <inheritdoc />
    public ValueTask DisposeAsync() => Server.DisposeAsync();

    /// <summary>A new workspace.</summary>
    internal async Task<string> CreateAsync(object? body = null) =>
        (await Admin.PostAsync("/workspaces", body ?? new { name = "workspace" })).Ok(201).String("id");

    /// <summary>A new workspace with a token.</summary>
    internal async Task<(string Id, Client Client)> CreateWithTokenAsync(object? body = null)
    {
        var id = await CreateAsync(body);
        return (id, Server.With((await Admin.GetAsync($"/admin/workspaces/{id}/test-token")).Ok().String("auth_token")));
    }
}

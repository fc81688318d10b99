using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Molecule.Silo.Commands;
using Molecule.Silo.Hosting;
using Molecule.Silo.Settings;

namespace Molecule.Silo.Tests;

public sealed class HealthCommandTests
{
    static readonly TimeSpan _patience = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task Program_that_is_ready_is_well()
    {
        await using var app = await StartAsync(ready: 200);
        await HealthCommand.RunAsync([Listen(app)], live: false, _patience, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Program_that_drains_is_not_well_but_lives()
    {
        await using var app = await StartAsync(ready: 503);
        var fault = await Assert.ThrowsAsync<StartException>(
            () => HealthCommand.RunAsync([Listen(app)], live: false, _patience, TestContext.Current.CancellationToken));
        fault.Message.ShouldContain("503");
        await HealthCommand.RunAsync([Listen(app)], live: true, _patience, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Program_that_is_not_there_is_not_well()
    {
        // Bound but not listening: nobody else gets the port meanwhile.
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        var port = ((IPEndPoint)socket.LocalEndPoint!).Port;
        var fault = await Assert.ThrowsAsync<StartException>(() => HealthCommand.RunAsync(
            [ListenAddress.Parse($"http://127.0.0.1:{port}")], live: false, _patience, TestContext.Current.CancellationToken));
        fault.Message.ShouldContain("does not answer");
    }

    // As the program says it when it listens on every address.
    static ListenAddress Listen(WebApplication app) => ListenAddress.Parse($"http://*:{new Uri(app.Urls.First()).Port}");

    static async Task<WebApplication> StartAsync(int ready)
    {
        var app = WebApplication.CreateSlimBuilder().Build();
        app.Urls.Add("http://127.0.0.1:0");
        app.MapGet("/health", () => "ok");
        app.MapGet("/health/ready", () => Results.StatusCode(ready));
        await app.StartAsync(TestContext.Current.CancellationToken);
        return app;
    }
}

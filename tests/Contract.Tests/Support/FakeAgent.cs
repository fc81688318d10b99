using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Molecule.Contract.Tests.Support;

/// <summary>An agent on a free port: answers <c>message/send</c> with the parts and the usage that it got, and everything else with −32601.</summary>
sealed class FakeAgent : IAsyncDisposable
{
    readonly WebApplication _app;

    FakeAgent(WebApplication app) => _app = app;

    /// <summary>Where it listens, as agents say it.</summary>
    public string Url => "http://localhost:"
        + new Uri(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()).Port;

    public static async Task<FakeAgent> StartAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, 0));
        var app = builder.Build();
        app.Run(AnswerAsync);
        await app.StartAsync();
        return new FakeAgent(app);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    static async Task AnswerAsync(HttpContext http)
    {
        var call = (await JsonNode.ParseAsync(http.Request.Body))!;
        var answer = new JsonObject { ["jsonrpc"] = "2.0", ["id"] = call["id"]?.DeepClone() };
        if (call["method"]?.GetValue<string>() == "message/send")
            answer["result"] = new JsonObject { ["parts"] = call["params"]!["message"]!["parts"]!.DeepClone(), ["usage"] = call["params"]!["usage"]?.DeepClone() };
        else
            answer["error"] = new JsonObject { ["code"] = -32601, ["message"] = "method not found" };
        http.Response.ContentType = "application/json";
        await http.Response.WriteAsync(answer.ToJsonString());
    }
}

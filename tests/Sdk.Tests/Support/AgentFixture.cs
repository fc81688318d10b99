using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;

namespace Molecule.Sdk.Tests.Support;

/// <summary>A fake platform, a directory for the token, and agents that join it with short intervals.</summary>
public sealed class AgentFixture : IAsyncLifetime
{
    readonly string _directory = Directory.CreateTempSubdirectory("molecule-sdk-").FullName;
    readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(60) };

    internal FakePlatform Platform { get; private set; } = null!;

    internal string WorkspaceId { get; } = Guid.NewGuid().ToString();

    internal string TokenFile => Path.Combine(_directory, "token");

    internal AgentOptions Options => new()
    {
        Platform = Platform.Url,
        WorkspaceId = WorkspaceId,
        TokenFile = TokenFile,
        Name = "tester",
        HeartbeatInterval = TimeSpan.FromMilliseconds(200),
        DrainTimeout = TimeSpan.FromSeconds(60),
        Logging = NullLoggerFactory.Instance,
    };

    public async ValueTask InitializeAsync() => Platform = await FakePlatform.StartAsync();

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await Platform.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }

    internal async Task<MoleculeAgent> StartAsync(MessageHandler? handler = null, AgentOptions? options = null)
    {
        var agent = new MoleculeAgent(options ?? Options, handler ?? ((message, _) => Task.FromResult($"echo: {message.Text}")));
        await agent.StartAsync(TestContext.Current.CancellationToken);
        return agent;
    }

    internal Task<HttpResponseMessage> PostAsync(MoleculeAgent agent, string body, string type = "application/json") =>
        _http.PostAsync(agent.Url, new StringContent(body, new System.Net.Http.Headers.MediaTypeHeaderValue(type)));

    internal Task<HttpResponseMessage> PostAsync(HttpRequestMessage request) => _http.SendAsync(request);

    internal async Task<JsonElement> SendAsync(MoleculeAgent agent, string messageId, string text = "hello", string kind = "kind") =>
        await (await PostAsync(agent, Message(messageId, text, kind))).Content.ReadFromJsonAsync<JsonElement>();

    internal static string Message(string messageId, string text = "hello", string kind = "kind", string method = "message/send") =>
        $$$"""
        {"jsonrpc":"2.0","id":7,"method":"{{{method}}}","params":{"message":
        {"role":"user","messageId":"{{{messageId}}}","parts":[{"{{{kind}}}":"text","text":"{{{text}}}"} ] } } }
        """;

    internal static string? TextOf(JsonElement reply) => reply.GetProperty("result").GetProperty("parts")[0].GetProperty("text").GetString();
}

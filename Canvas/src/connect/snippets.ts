import type { Connection } from '../api/workspaces';

export interface Snippet {
  readonly key: 'curl' | 'python' | 'csharp';
  readonly title: string;
  readonly explains: string;
  readonly code: string;
}

const curlPlaceholder = 'WORKSPACE_AUTH_TOKEN="<paste from create response>"';
const pythonPlaceholder = 'AUTH_TOKEN    = "<paste from create response>"';
const agentUrl = 'http://localhost:9000';

/** Everything one can paste to bring an agent to life, with the token filled in. */
export function snippetsFor(connection: Connection, name: string): readonly Snippet[] {
  const snippets: Snippet[] = [
    {
      key: 'curl', title: 'curl', explains: 'Registers the agent, then says once that it is alive. Repeat the last command every 30 seconds.',
      code: curl(connection, name),
    },
    { key: 'csharp', title: 'C#', explains: 'Save as agent.cs and start it with: dotnet run agent.cs', code: csharp(connection, name) },
  ];
  if (connection.pythonSnippet !== '') {
    snippets.splice(1, 0, {
      key: 'python', title: 'Python', explains: 'Save as agent.py and start it with: python3 agent.py',
      code: fillToken(connection.pythonSnippet, connection.authToken),
    });
  }
  return snippets;
}

/** Puts the token where the server's own snippets leave a gap, Python's first. */
export function fillToken(snippet: string, token: string): string {
  return snippet
    .replace(pythonPlaceholder, () => `AUTH_TOKEN    = "${token}"`)
    .replace(curlPlaceholder, () => `WORKSPACE_AUTH_TOKEN="${token}"`);
}

function curl(connection: Connection, name: string): string {
  const register = JSON.stringify({
    id: connection.workspaceId, url: agentUrl,
    agent_card: { name, version: '1.0.0', skills: [{ id: 'hello', name: 'hello' }] },
  }, null, 2);
  const heartbeat = JSON.stringify({ workspace_id: connection.workspaceId, active_tasks: 0, uptime_seconds: 1 }, null, 2);
  return [
    `MOLECULE_URL=${quote(connection.platformUrl)}`,
    `WORKSPACE_AUTH_TOKEN=${quote(connection.authToken)}`,
    '',
    `# ${agentUrl} is where your agent listens: messages are posted there.`,
    'curl -fsS "$MOLECULE_URL/registry/register" \\',
    '  -H "Authorization: Bearer $WORKSPACE_AUTH_TOKEN" -H "Content-Type: application/json" \\',
    `  -d ${quote(register)}`,
    '',
    'curl -fsS "$MOLECULE_URL/registry/heartbeat" \\',
    '  -H "Authorization: Bearer $WORKSPACE_AUTH_TOKEN" -H "Content-Type: application/json" \\',
    `  -d ${quote(heartbeat)}`,
    '',
  ].join('\n');
}

/** Quotes for a POSIX shell: nothing inside is interpreted. */
export function quote(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

function csharp(connection: Connection, name: string): string {
  const literal = (text: string) => JSON.stringify(text);
  return `#:sdk Microsoft.NET.Sdk.Web
#:property PublishAot=false
using System.Net.Http.Headers;
using System.Text.Json.Nodes;

var platform = ${literal(connection.platformUrl)};
var id = ${literal(connection.workspaceId)};
var token = ${literal(connection.authToken)};
var listen = ${literal(agentUrl)};

using var http = new HttpClient { BaseAddress = new Uri(platform + "/") };
http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);

var app = WebApplication.Create();
app.Urls.Add(listen);
app.MapPost("/", (JsonObject request) => new JsonObject
{
    ["jsonrpc"] = "2.0",
    ["id"] = request["id"]?.DeepClone(),
    ["result"] = Reply("You said: " + request["params"]?["message"]?["parts"]?[0]?["text"]),
});
await app.StartAsync();

await Send("registry/register", new JsonObject
{
    ["id"] = id,
    ["url"] = listen,
    ["agent_card"] = new JsonObject { ["name"] = ${literal(name)}, ["version"] = "1.0.0", ["skills"] = new JsonArray("echo") },
});

var started = DateTimeOffset.UtcNow;
using var every = new PeriodicTimer(TimeSpan.FromSeconds(30));
do
{
    await Send("registry/heartbeat", new JsonObject
    {
        ["workspace_id"] = id,
        ["uptime_seconds"] = (long)(DateTimeOffset.UtcNow - started).TotalSeconds,
    });
}
while (await every.WaitForNextTickAsync());

async Task Send(string path, JsonObject body)
{
    using var content = new StringContent(body.ToJsonString(), null, "application/json");
    using var response = await http.PostAsync(path, content);
    response.EnsureSuccessStatusCode();
}

static JsonObject Reply(string text) => new()
{
    ["kind"] = "message",
    ["messageId"] = Guid.NewGuid().ToString(),
    ["role"] = "agent",
    ["parts"] = new JsonArray(new JsonObject { ["kind"] = "text", ["text"] = text }),
};
`;
}

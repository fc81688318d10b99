import type { Connection } from '../api/workspaces';

export interface Snippet {
  readonly key: 'curl' | 'python' | 'csharp';
  readonly title: string;
  readonly explains: string;
  readonly code: string;
}

const agentPort = 9000;
/** The agents listen where this says, and nowhere else. */
const agentUrl = `http://localhost:${agentPort}`;

/** Everything one can paste to bring an agent to life, with the token filled in. */
export function snippetsFor(connection: Connection, name: string): readonly Snippet[] {
  return [
    {
      key: 'curl', title: 'curl', explains: 'Registers the agent, then says once that it is alive. Repeat the last command every 30 seconds.',
      code: curl(connection, name),
    },
    { key: 'python', title: 'Python', explains: 'Save as agent.py and start it with: python3 agent.py', code: python(connection, name) },
    { key: 'csharp', title: 'C#', explains: 'Save as agent.cs and start it with: dotnet run agent.cs', code: csharp(connection, name) },
  ];
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

/** A quoted text as Python and C# write it. */
function literal(text: string): string {
  return JSON.stringify(text);
}

function python(connection: Connection, name: string): string {
  return `# A whole agent on Python's standard library: it registers, answers messages and says every 30 seconds that it is alive. Needs Python 3.8.
import json, threading, time, urllib.request, uuid
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

PLATFORM_URL = ${literal(connection.platformUrl)}
WORKSPACE_ID = ${literal(connection.workspaceId)}
AUTH_TOKEN = ${literal(connection.authToken)}
AGENT_PORT = ${agentPort}
AGENT_URL = f"http://localhost:{AGENT_PORT}"  # where the platform reaches this agent

def post(path, body):
    headers = {"Authorization": f"Bearer {AUTH_TOKEN}", "Content-Type": "application/json"}
    request = urllib.request.Request(PLATFORM_URL + path, json.dumps(body).encode(), headers)
    with urllib.request.urlopen(request, timeout=30) as response:
        return json.load(response)

class Agent(BaseHTTPRequestHandler):
    def do_POST(self):
        call = json.loads(self.rfile.read(int(self.headers.get("Content-Length", 0))))
        parts = call.get("params", {}).get("message", {}).get("parts", [])
        text = " ".join(part.get("text", "") for part in parts)
        message = {"kind": "message", "role": "agent", "messageId": str(uuid.uuid4()), "parts": [{"kind": "text", "text": f"You said: {text}"}]}
        answer = json.dumps({"jsonrpc": "2.0", "id": call.get("id"), "result": message}).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

server = ThreadingHTTPServer(("localhost", AGENT_PORT), Agent)
threading.Thread(target=server.serve_forever, daemon=True).start()
started = time.time()
beats = 0
while True:
    try:
        # Registering once more does no harm, and brings the agent back after a pause or when the platform was away.
        if beats % 10 == 0:
            post("/registry/register", {"id": WORKSPACE_ID, "url": AGENT_URL, "agent_card": {"name": ${literal(name)}, "version": "1.0.0", "skills": ["echo"]}})
        post("/registry/heartbeat", {"workspace_id": WORKSPACE_ID, "uptime_seconds": int(time.time() - started)})
        beats += 1
    except Exception as error:
        print(f"Not heard by the platform, next try in 30 seconds: {error}", flush=True)
        beats = 0
    time.sleep(30)
`;
}

function csharp(connection: Connection, name: string): string {
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

var started = DateTimeOffset.UtcNow;
var beats = 0;
using var every = new PeriodicTimer(TimeSpan.FromSeconds(30));
do
{
    try
    {
        // Registering once more does no harm, and brings the agent back after a pause or when the platform was away.
        if (beats % 10 == 0)
        {
            await Send("registry/register", new JsonObject
            {
                ["id"] = id,
                ["url"] = listen,
                ["agent_card"] = new JsonObject { ["name"] = ${literal(name)}, ["version"] = "1.0.0", ["skills"] = new JsonArray("echo") },
            });
        }

        await Send("registry/heartbeat", new JsonObject
        {
            ["workspace_id"] = id,
            ["uptime_seconds"] = (long)(DateTimeOffset.UtcNow - started).TotalSeconds,
        });
        beats++;
    }
    catch (Exception error) when (error is HttpRequestException or TaskCanceledException)
    {
        Console.WriteLine($"Not heard by the platform, next try in 30 seconds: {error.Message}");
        beats = 0;
    }
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

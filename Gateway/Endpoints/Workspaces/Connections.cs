namespace Molecule.Gateway.Endpoints.Workspaces;

/// <summary>
/// What an agent outside needs to join, with two snippets that work as they are once the token is filled in. The canvas fills it in by
/// replacing
/// two placeholders literally, so each stands in its snippet exactly once.
/// </summary>
sealed class Connections(BaseUrl baseUrl)
{
    /// <summary>The placeholder of the shell snippet.</summary>
    public const string ShellPlaceholder = "WORKSPACE_AUTH_TOKEN=\"<paste from create response>\"";

    /// <summary>The placeholder of the Python snippet.</summary>
    public const string PythonPlaceholder = "AUTH_TOKEN    = \"<paste from create response>\"";

    /// <summary>The connection of a workspace.</summary>
    public ConnectionInfo For(HttpRequest request, string id, string token)
    {
        var url = baseUrl.Of(request);
        return new ConnectionInfo(id, url, token, $"{url}/registry/register", $"{url}/registry/heartbeat", Shell(url, id), Python(url, id));
    }

    static string Shell(string url, string id) =>
        $$$"""
        # Registers an agent. AGENT_URL is where this platform reaches it: change it unless both run on one machine.
        {{{ShellPlaceholder}}}
        AGENT_URL="http://localhost:9100"
        curl -sS -X POST "{{{url}}}/registry/register" \
          -H "Authorization: Bearer $WORKSPACE_AUTH_TOKEN" \
          -H "Content-Type: application/json" \
          -d '{"id":"{{{id}}}","url":"'"$AGENT_URL"'","agent_card":{"name":"my-agent","skills":[]}}'

        """;

    static string Python(string url, string id) =>
        $$$"""
        # A whole agent on Python's standard library: it registers, answers messages and sends heartbeats. Needs Python 3.8.
        import json, threading, time, urllib.request, uuid
        from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

        PLATFORM_URL  = "{{{url}}}"
        WORKSPACE_ID  = "{{{id}}}"
        {{{PythonPlaceholder}}}
        AGENT_PORT    = 9100
        AGENT_URL     = f"http://localhost:{AGENT_PORT}"  # where the platform reaches this agent

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
                message = {"role": "agent", "messageId": str(uuid.uuid4()), "parts": [{"kind": "text", "text": f"You said: {text}"}]}
                answer = json.dumps({"jsonrpc": "2.0", "id": call.get("id"), "result": message}).encode()
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)

        server = ThreadingHTTPServer(("", AGENT_PORT), Agent)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        started = time.time()
        print(post("/registry/register", {"id": WORKSPACE_ID, "url": AGENT_URL, "agent_card": {"name": "my-agent", "skills": []}}))
        while True:
            post("/registry/heartbeat", {"workspace_id": WORKSPACE_ID, "uptime_seconds": int(time.time() - started)})
            time.sleep(30)

        """;
}

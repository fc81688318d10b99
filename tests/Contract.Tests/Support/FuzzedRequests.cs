using System.Text;
using System.Text.Json;

namespace Molecule.Contract.Tests.Support;

/// <summary>Makes requests out of what the routes expect and out of what nobody expects.</summary>
sealed class FuzzedRequests
{
    static readonly string[] Names =
    [
        "name", "role", "tier", "template", "model", "runtime", "external", "url", "workspace_dir", "workspace_access", "parent_id",
            "budget_limit",
        "secrets", "max_concurrent_tasks", "canvas", "initial_memories", "collapsed", "x", "y", "zoom", "id", "agent_card", "workspace_id",
            "error_rate",
        "sample_error", "active_tasks", "uptime_seconds", "current_task", "monthly_spend", "runtime_state", "runtime_metadata",
            "capabilities",
        "idle_timeout_seconds", "caller_id", "target_id", "activity_type", "method", "summary", "source_id", "status", "error_detail",
            "duration_ms",
        "target_workspace_id", "apply_template", "rebuild_config", "reset", "hibernation_idle_minutes", "log_tail", "task", "delegation_id", "idempotency_key",
        "request_body", "response_body", "metadata", "content", "scope", "jsonrpc", "params", "message", "parts", "Name", "NAME", "", "\0",
            "ключ",
    ];

    static readonly string[] Numbers =
        ["0", "-0", "1", "3", "-1", "0.5", "1.0", "1e2", "1e999", "-1e999", "2147483648", "9223372036854775808", "0.1e-400", "100000000000000000000000"];

    static readonly string[] Elsewhere = ["/", "/nothing", "/workspaces/a/b/c/d", "/a//b", "/%F0%9F%98%80", "/..%2f", "/index.html"];

    static readonly string[] Queries =
        ["limit", "offset", "confirm", "purge", "q", "type", "source", "since", "max_age_minutes", "workspace_id", "force", "reset"];

    static readonly string[] QueryValues =
        ["", "true", "1", "-1", "0", "99999999999999999999", "canvas", "agent", "%00", "%F0%9F%98%80", "%FF", "x", "'"];

    readonly IReadOnlyList<(string Method, string Pattern)> _routes;
    readonly Uri _url;
    readonly string[] _ids;
    readonly string[] _tokens;
    readonly string[] _texts;

    FuzzedRequests(Server server, string[] ids, string[] tokens)
    {
        (_routes, _url, _ids, _tokens) = (Routes.Of(server), server.Url, ids, tokens);
        _texts =
        [
            .. ids, Ids.Unknown, "", "a", "\0", "\n", "😀", "é", "\\ud800", "{x}", new string('y', 300), "/etc", "/home/x", "../x", "none",
                "read_only",
            "external", "online", "error", "agent_log", "http://localhost:1", "http://127.0.0.1:1", "http://10.0.0.1", "ftp://localhost",
                "http://[::1]",
            "http://", "message/send", "2.0", "LOCAL",
        ];
    }

    /// <summary>A server with a few workspaces to aim at.</summary>
    public static async Task<FuzzedRequests> StartAsync(Server server)
    {
        var admin = server.With("admin");
        List<string> ids = [];
        List<string> tokens = ["admin", "nonsense", ""];
        for (var i = 0; i < 6; i++)
        {
            var id = (await admin.PostAsync("/workspaces", new { name = $"w{i}", parent_id = ids.ElementAtOrDefault(i / 2 - 1) }))
                .Ok(201).String("id");
            tokens.Add((await admin.GetAsync($"/admin/workspaces/{id}/test-token")).Ok().String("auth_token"));
            ids.Add(id);
        }

        return new FuzzedRequests(server, [.. ids], [.. tokens]);
    }

    /// <summary>One more.</summary>
    public HttpRequestMessage Next(Random random)
    {
        var (method, pattern) = random.Next(50) == 0 ? ("GET", Pick(random, Elsewhere)) : _routes[random.Next(_routes.Count)];
        if (random.Next(40) == 0)
            method = Pick(random, ["GET", "PUT", "POST", "PATCH", "DELETE", "OPTIONS", "BREW"]);
        var path = Fill(pattern, random);
        if (random.Next(40) == 0)
            path += "/";
        for (var n = random.Next(3); n > 0; n--)
            path += $"{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}{Pick(random, Queries)}={Pick(random, QueryValues)}";

        var request = new HttpRequestMessage(new HttpMethod(method), new Uri(_url.GetLeftPart(UriPartial.Authority) + path));
        if (method is not "GET" || random.Next(20) == 0)
            request.Content = new ByteArrayContent(Body(random));
        if (random.Next(4) != 0)
            request.Headers.TryAddWithoutValidation("Authorization", "Bearer " + (random.Next(2) == 0 ? "admin" : Pick(random, _tokens)));
        if (random.Next(3) == 0)
            request.Headers.TryAddWithoutValidation("X-Workspace-ID", random.Next(3) == 0 ? "system:x" : Pick(random, _ids));
        if (random.Next(10) == 0)
            request.Headers.TryAddWithoutValidation("X-Timeout", Pick(random, Numbers));
        if (random.Next(20) == 0)
            request.Headers.TryAddWithoutValidation("Cookie", "a=1");
        return request;
    }

    static T Pick<T>(Random random, IReadOnlyList<T> from) => from[random.Next(from.Count)];

    string Fill(string pattern, Random random) => string.Join('/', pattern.Split('/').Select(part =>
        part.StartsWith('{') ? random.Next(8) == 0 ? Pick(random, Ids.Malformed) : random.Next(8) == 0
            ? Ids.Unknown : Pick(random, _ids) : part));

    byte[] Body(Random random)
    {
        if (random.Next(30) == 0)
        {
            var noise = new byte[random.Next(64)];
            random.NextBytes(noise);
            return noise;
        }

        var text = new StringBuilder();
        WriteObject(text, random, 0);
        var body = Encoding.UTF8.GetBytes(text.ToString());
        if (random.Next(12) == 0 && body.Length > 0)
            body[random.Next(body.Length)] = (byte)random.Next(256);
        return random.Next(40) == 0 ? body[..random.Next(body.Length)] : body;
    }

    void WriteObject(StringBuilder text, Random random, int depth)
    {
        text.Append('{');
        for (var n = random.Next(8); n > 0; n--)
        {
            text.Append(Quote(Pick(random, Names))).Append(':');
            WriteValue(text, random, depth + 1);
            if (n > 1)
                text.Append(',');
        }

        text.Append('}');
    }

    void WriteValue(StringBuilder text, Random random, int depth)
    {
        switch (random.Next(depth > 4 ? 6 : 9))
        {
            case 0:
                text.Append(Pick(random, Numbers));
                break;
            case 1:
                text.Append(Pick(random, ["true", "false", "null"]));
                break;
            case 6 or 7:
                WriteObject(text, random, depth);
                break;
            case 8:
                text.Append('[');
                WriteValue(text, random, depth + 1);
                text.Append(']');
                break;
            default:
                // One text is half a surrogate pair, which only an escape can say.
                var value = Pick(random, _texts);
                text.Append(value == "\\ud800" ? "\"\\ud800\"" : Quote(value));
                break;
        }
    }

    static string Quote(string text) => JsonSerializer.Serialize(text);
}

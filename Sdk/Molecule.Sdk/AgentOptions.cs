using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;

namespace Molecule.Sdk;

/// <summary>How an agent joins an organisation: where the platform is, which workspace it fills, and how it is reached.</summary>
public sealed record AgentOptions
{
    /// <summary>Base URL of the platform, for instance <c>http://localhost:8080</c>.</summary>
    public required Uri Platform { get; init; }

    /// <summary>Id of the workspace that this agent fills: a UUID that the platform gave when the workspace was created.</summary>
    public required string WorkspaceId { get; init; }

    /// <summary>
    /// The workspace's token when one is known already. Null: the token file decides, and a first registration is given one.
    /// </summary>
    public string? Token { get; init; }

    /// <summary>
    /// File that holds the token, readable by its user only. It is written when the platform issues a token and read again when the
    /// platform refuses the one in use. Default: <c>~/.molecule/&lt;workspace id&gt;/.auth_token</c>.
    /// </summary>
    public string? TokenFile { get; init; }

    /// <summary>Name on the agent's card. Default: <c>remote-agent-</c> and the first eight characters of the workspace id.</summary>
    public string? Name { get; init; }

    /// <summary>One sentence on the card about what the agent does.</summary>
    public string Description { get; init; } = "";

    /// <summary>What the agent can do, a word or two each: shown on the canvas and to other agents.</summary>
    public IReadOnlyList<string> Skills { get; init; } = [];

    /// <summary>The whole card, when name and description are not enough. Sent as it is.</summary>
    public JsonObject? Card { get; init; }

    /// <summary>Where the agent listens. Port 0 takes a free one. Default: loopback only.</summary>
    public Uri Listen { get; init; } = new("http://127.0.0.1:0");

    /// <summary>
    /// The URL at which the platform reaches the agent. Default: <c>http://localhost:&lt;port&gt;/</c>, which serves a platform on the same
    /// machine. Set it when the platform runs elsewhere.
    /// </summary>
    public Uri? ReportedUrl { get; init; }

    /// <summary>
    /// Time between heartbeats, 100 ms to 60 s, varied by 10 %. Default: 30 s; the platform gives a silent agent up after 90 s.
    /// </summary>
    public TimeSpan HeartbeatInterval { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How many messages are handled at once, 1 to 10 000; the next one is answered 503. Default: 64.</summary>
    public int MaxConcurrentMessages { get; init; } = 64;

    /// <summary>How many message ids are remembered to drop repeats, 1 to 1 000 000. Default: 1 024.</summary>
    public int RememberedMessages { get; init; } = 1024;

    /// <summary>How long a message to a peer may wait for its answer, up to 30 min. Default: 30 min, the platform's own limit.</summary>
    public TimeSpan SendTimeout { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>How long stopping waits for messages in hand. Default: 30 s.</summary>
    public TimeSpan DrainTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The clock. Default: the system's.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Where the agent logs. Null: warnings and what a newcomer wants to see go to the console.</summary>
    public ILoggerFactory? Logging { get; init; }

    /// <summary>
    /// Options from <c>MOLECULE_PLATFORM_URL</c>, <c>MOLECULE_WORKSPACE_ID</c>, <c>MOLECULE_WORKSPACE_TOKEN</c>,
    /// <c>MOLECULE_TOKEN_FILE</c>, <c>MOLECULE_AGENT_NAME</c>, <c>MOLECULE_LISTEN_URL</c> and <c>MOLECULE_REPORTED_URL</c>; only the workspace
    /// id has no default.
    /// </summary>
    /// <exception cref="AgentConfigurationException">A variable is missing or malformed; the message names it.</exception>
    public static AgentOptions FromEnvironment() => AgentEnvironment.Read(Environment.GetEnvironmentVariable);

    /// <summary>Says whose options these are, and no token.</summary>
    public override string ToString() => $"{nameof(AgentOptions)} of {WorkspaceId} at {Platform}";
}

using Molecule.Grains;

namespace Molecule.Gateway;

/// <summary>
/// What the gateway must know of its installation. Plain values: the program fills them from the environment. Source: control-plane
/// contract, 1.5.
/// </summary>
public sealed class GatewayOptions
{
    /// <summary>Origins that browsers may call from when nothing else is said.</summary>
    public static IReadOnlyList<string> DefaultCorsOrigins { get; } = ["http://localhost:3000", "http://localhost:3001"];

    /// <summary>The org that requests without a credential of another org belong to.</summary>
    public string DefaultOrg { get; init; } = GrainKeys.DefaultOrg;

    /// <summary><c>ADMIN_TOKEN</c>: the break-glass admin bearer; null or empty: none.</summary>
    public string? AdminToken { get; init; }

    /// <summary><c>ADMIN_TOKEN_PREVIOUS</c>: an admin bearer that holds too while it is being replaced; null or empty: none.</summary>
    public string? PreviousAdminToken { get; init; }

    /// <summary><c>MOLECULE_ENV</c>, as given.</summary>
    public string Environment { get; init; } = "";

    /// <summary><c>MOLECULE_ENABLE_TEST_TOKENS=1</c>: the test-token route answers whatever the environment.</summary>
    public bool ForceTestTokens { get; init; }

    /// <summary><c>MOLECULE_ORG_ID</c>: not empty turns the tenant guard on.</summary>
    public string? OrgId { get; init; }

    /// <summary><c>MOLECULE_ORG_SLUG</c>: the tenant's name at the control plane that verifies sessions.</summary>
    public string? OrgSlug { get; init; }

    /// <summary><c>MOLECULE_DEPLOY_MODE</c>, as given.</summary>
    public string? DeployMode { get; init; }

    /// <summary><c>CP_UPSTREAM_URL</c>: the control plane that verifies sessions and answers some paths below <c>/cp/</c>.</summary>
    public Uri? ControlPlaneUrl { get; init; }

    /// <summary><c>CANVAS_PROXY_URL</c>: the web UI, which answers what is no route; set, pages served under this host are trusted as the canvas.</summary>
    public Uri? CanvasProxyUrl { get; init; }

    /// <summary><c>EXTERNAL_PLATFORM_URL</c>: the public base URL told to external agents; null: that of the request.</summary>
    public string? ExternalPlatformUrl { get; init; }

    /// <summary><c>PLATFORM_URL</c>: the URL told to provisioned agents.</summary>
    public string? PlatformUrl { get; init; }

    /// <summary><c>MOLECULE_LOCAL_AGENTS=1</c>: agents on this machine may be called outside of development too.</summary>
    public bool AllowsLocalAgents { get; init; }

    /// <summary><c>CORS_ORIGINS</c>; null: not set, <see cref="DefaultCorsOrigins"/>.</summary>
    public IReadOnlyList<string>? CorsOrigins { get; init; }

    /// <summary><c>RATE_LIMIT</c>: requests a minute for each client address; at least 1.</summary>
    public int RateLimit { get; init; } = 600;

    /// <summary><c>A2A_IDLE_TIMEOUT_SECONDS</c>: how long an agent may stay silent during a call.</summary>
    public TimeSpan A2AIdleTimeout { get; init; } = TimeSpan.FromSeconds(300);

    /// <summary>How long deliveries may go on after the process is told to stop; then they are given up and queued.</summary>
    public TimeSpan DrainLimit { get; init; } = TimeSpan.FromSeconds(25);

    /// <summary><c>ALLOWED_HOSTS</c>: names, besides loopback and addresses, that a <c>Host</c> header may say; <c>*</c>: any.</summary>
    public IReadOnlyList<string> AllowedHosts { get; init; } = [];

    /// <summary>Whether the listener is bound to more than loopback.</summary>
    public bool ListensBeyondLoopback { get; init; }

    /// <summary><c>TRUSTED_PROXIES</c>: addresses whose <c>X-Forwarded-*</c> headers are believed; empty: nobody's.</summary>
    public IReadOnlyList<System.Net.IPAddress> TrustedProxies { get; init; } = [];

    /// <summary>Whether an upgrade to <c>/ws</c> without any credential or origin is let in, for old smoke scripts.</summary>
    public bool AllowAnonymousSockets { get; init; }

    /// <summary>Whether there is an admin token.</summary>
    public bool HasAdminToken => !string.IsNullOrEmpty(AdminToken);

    /// <summary>Dev mode (2.10): no admin token, and the environment says <c>dev</c> or <c>development</c>.</summary>
    public bool IsDevMode => !HasAdminToken && IsDevelopment;

    /// <summary>Whether the environment says <c>dev</c> or <c>development</c>, admin token or not.</summary>
    public bool IsDevelopment => EnvironmentIs("dev") || EnvironmentIs("development");

    /// <summary>Whether the environment says <c>prod</c> or <c>production</c>.</summary>
    public bool IsProduction => EnvironmentIs("prod") || EnvironmentIs("production");

    /// <summary>
    /// Relaxed mode: <c>MOLECULE_DEPLOY_MODE=saas</c>, or not set and an org id is. Agents may live at private addresses (10.5) and get their token when they
    /// register (2.11).
    /// </summary>
    public bool IsRelaxed => string.IsNullOrWhiteSpace(DeployMode)
        ? !string.IsNullOrEmpty(OrgId)
        : DeployMode.Trim().Equals("saas", StringComparison.OrdinalIgnoreCase);

    bool EnvironmentIs(string name) => Environment.AsSpan().Trim().Equals(name, StringComparison.OrdinalIgnoreCase);
}

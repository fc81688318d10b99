using System.Net;
using Molecule.Gateway.Access;
using Molecule.Gateway.Access.Credentials;
using Molecule.Gateway.Access.Gates;
using Molecule.Gateway.Access.Sessions;
using Molecule.Grains;
using Molecule.Grains.Orgs;
using Molecule.Grains.Tokens;
using Molecule.Grains.Workspaces;
using NSubstitute;

namespace Molecule.Gateway.Tests.Support;

/// <summary>
/// A small world for the gates: one workspace with a token, one without, a removed one, an org token, an org elsewhere, and a control
/// plane that knows
/// one cookie. Credentials are named, not spelled.
/// </summary>
sealed class World
{
    public const string Mine = "11111111-1111-4111-8111-111111111111";
    public const string Other = "22222222-2222-4222-8222-222222222222";
    public const string Tokenless = "33333333-3333-4333-8333-333333333333";
    public const string Gone = "44444444-4444-4444-8444-444444444444";
    public const string Unknown = "55555555-5555-4555-8555-555555555555";
    public const string Rotated = "66666666-6666-4666-8666-666666666666";

    readonly IGrainFactory _grains = Substitute.For<IGrainFactory>();
    readonly Dictionary<string, Principal> _live = [];
    readonly Dictionary<string, Principal> _revoked = [];
    readonly GatewayOptions _options;

    public World(GatewayOptions? options = null, OrgCredentialState? held = null)
    {
        _options = options ?? new GatewayOptions();
        _live[TokenText.Hash("mine")] = Of(Mine);
        _live[TokenText.Hash("other")] = Of(Other);
        _live[TokenText.Hash("org")] = new(CredentialKind.Org, GrainKeys.DefaultOrg, null, "o", "org-pref", "ops");
        _live[TokenText.Hash("elsewhere")] = new(CredentialKind.Org, "elsewhere", null, "e", "else-pre");
        _revoked[TokenText.Hash("old")] = Of(Gone);

        var org = Substitute.For<IOrgGrain>();
        org.GetCredentialStateAsync().Returns(held ?? new OrgCredentialState(2, 1));
        _grains.GetGrain<IOrgGrain>(default(string)!).ReturnsForAnyArgs(org);
        _grains.GetGrain<ITokenGrain>(default(string)!).ReturnsForAnyArgs(call => Token(call.ArgAt<string>(0)));
        _grains.GetGrain<IWorkspaceGrain>(default(string)!).ReturnsForAnyArgs(call => Workspace(call.ArgAt<string>(0)));

        Authenticator = new Authenticator(_grains, _options);
        Sessions = new SessionVerifier(_options, new ControlPlane(), TimeProvider.System, NullLogger<SessionVerifier>.Instance);
        Canvas = new SameOriginCanvas(_options);
        WorkspaceGate = new WorkspaceGate(Authenticator, Sessions, Canvas, _options);
        Gates = new GateSet(
            Authenticator, Sessions, Canvas, _grains, _options, WorkspaceGate,
            new CanvasGate(Authenticator, Canvas, _grains, _options, NullLogger<CanvasGate>.Instance),
            new DiscoveryGate(Authenticator, Sessions, _grains, _options));
    }

    public Authenticator Authenticator { get; }

    public SessionVerifier Sessions { get; }

    public SameOriginCanvas Canvas { get; }

    public WorkspaceGate WorkspaceGate { get; }

    public GateSet Gates { get; }

    /// <summary>Options of a server that verifies sessions.</summary>
    public static GatewayOptions WithControlPlane(Uri? canvas = null, string? admin = null) =>
        new() { ControlPlaneUrl = new Uri("http://control.test"), OrgSlug = "acme", CanvasProxyUrl = canvas, AdminToken = admin };

    /// <summary>A request. Headers as <c>Name: value</c>; a bearer without its prefix.</summary>
    public static DefaultHttpContext Request(string? bearer = null, params ReadOnlySpan<string> headers)
    {
        var http = new DefaultHttpContext();
        http.Request.Headers.Host = "molecule.test";
        if (bearer is not null)
            http.Request.Headers.Authorization = "Bearer " + bearer;
        foreach (var header in headers)
        {
            var colon = header.IndexOf(':', StringComparison.Ordinal);
            http.Request.Headers[header[..colon]] = header[(colon + 1)..].Trim();
        }

        return http;
    }

    /// <summary>The verdict as one word or the refusal as <c>status text</c>.</summary>
    public static async Task<string> VerdictAsync(Gate gate, HttpContext http, string subject = "")
    {
        var verdict = await gate.JudgeAsync(http, subject);
        return verdict.IsAllowed ? verdict.Caller.Kind.ToString() : await Replies.TextAsync(verdict.Refusal);
    }

    ITokenGrain Token(string hash)
    {
        var grain = Substitute.For<ITokenGrain>();
        grain.AuthenticateAsync().Returns(_live.GetValueOrDefault(hash));
        grain.IdentifyAsync().Returns(_live.GetValueOrDefault(hash) ?? _revoked.GetValueOrDefault(hash));
        return grain;
    }

    static IWorkspaceGrain Workspace(string key)
    {
        var grain = Substitute.For<IWorkspaceGrain>();
        grain.GetCredentialStateAsync().Returns(GrainKeys.Parse(key) switch
        {
            (GrainKeys.DefaultOrg, Mine or Other) => new CredentialState(true, false, 1, true),
            (GrainKeys.DefaultOrg, Tokenless) => new CredentialState(true, false, 0, false),
            (GrainKeys.DefaultOrg, Rotated) => new CredentialState(true, false, 0, true),
            (GrainKeys.DefaultOrg, Gone) => new CredentialState(true, true, 0, true),
            _ => new CredentialState(false, false, 0, false),
        });
        return grain;
    }

    static Principal Of(string workspace) => new(CredentialKind.Workspace, GrainKeys.DefaultOrg, workspace, "t-" + workspace, "prefix00");

    /// <summary>Knows the cookie <c>member=1</c>.</summary>
    sealed class ControlPlane : HttpMessageHandler, IHttpClientFactory
    {
        public HttpClient CreateClient(string name) => new(this, disposeHandler: false);

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var isMember = request.Headers.GetValues("Cookie").Single() == "member=1";
            return Task.FromResult(new HttpResponseMessage(isMember ? HttpStatusCode.OK : HttpStatusCode.Unauthorized)
            {
                Content = new StringContent("""{"member":true,"user_id":"u1"}"""),
            });
        }
    }
}

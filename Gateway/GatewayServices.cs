using Microsoft.Extensions.DependencyInjection.Extensions;
using Molecule.Gateway.A2A;
using Molecule.Gateway.Access;
using Molecule.Gateway.Access.Credentials;
using Molecule.Gateway.Access.Gates;
using Molecule.Gateway.Access.Sessions;
using Molecule.Gateway.Endpoints;
using Molecule.Gateway.Endpoints.Activity;
using Molecule.Gateway.Endpoints.Approvals;
using Molecule.Gateway.Endpoints.Budgets;
using Molecule.Gateway.Endpoints.Delegations;
using Molecule.Gateway.Endpoints.Description;
using Molecule.Gateway.Endpoints.Events;
using Molecule.Gateway.Endpoints.Operations;
using Molecule.Gateway.Endpoints.Queues;
using Molecule.Gateway.Endpoints.Registry;
using Molecule.Gateway.Endpoints.Registry.Heartbeats;
using Molecule.Gateway.Endpoints.Teams;
using Molecule.Gateway.Endpoints.Tokens;
using Molecule.Gateway.Endpoints.Usage;
using Molecule.Gateway.Endpoints.Viewports;
using Molecule.Gateway.Endpoints.Workspaces;
using Molecule.Gateway.Hosting;
using Molecule.Gateway.Hosting.Cors;
using Molecule.Gateway.Hosting.Hosts;
using Molecule.Gateway.Hosting.Limits;
using Molecule.Gateway.Hosting.Metrics;
using Molecule.Gateway.Live;
using Molecule.Gateway.Proxies;
using Molecule.Gateway.Readiness;
using Molecule.Grains;
using Molecule.Grains.Templates;

namespace Molecule.Gateway;

/// <summary>Puts the gateway into a program.</summary>
public static class GatewayServices
{
    /// <summary>Registers what the gateway needs. Grains, Storage and an engine are registered elsewhere.</summary>
    public static IServiceCollection AddMoleculeGateway(this IServiceCollection services, GatewayOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<BackgroundLoops>();
        services.TryAddSingleton<ITemplates, NoTemplates>();
        services.AddSingleton(options);
        services.AddRouting();
        services.PostConfigure<LoggerFilterOptions>(MuteUnheardRequests);
        return services.AddHosting().AddAccess().AddEndpoints().AddA2A().AddLive().AddApiDescription();
    }

    /// <summary>Puts the gateway's middleware in front and maps its routes. Call it before anything else that answers requests.</summary>
    public static WebApplication MapMoleculeGateway(this WebApplication app) => Map(app, static _ => true);

    /// <summary>For a process that serves no requests of its own: maps health, readiness and metrics, and nothing else.</summary>
    public static WebApplication MapMoleculeOperations(this WebApplication app) => Map(app, static group => group is OperationsEndpoints or ReadyEndpoint);

    internal static void AddEndpoints<T>(this IServiceCollection services)
        where T : class, IEndpointGroup => services.AddSingleton<IEndpointGroup, T>();

    static WebApplication Map(WebApplication app, Func<IEndpointGroup, bool> isWanted)
    {
        ArgumentNullException.ThrowIfNull(app);
        var door = app.Services.GetRequiredService<FrontDoor>();
        app.Use(next => http => door.EnterAsync(http, next));

        // Only for upgrades: the others need not pay for what they do not use.
        app.UseWhen(http => http.Request.Headers.Upgrade.Count > 0, upgrade => upgrade.UseWebSockets());

        var routes = new ApiRoutes(app);
        foreach (var group in app.Services.GetServices<IEndpointGroup>().Where(isWanted))
        {
            group.Map(routes);
        }

        app.MapApiDescription();

        return app;
    }

    // Where requests are not logged, the host would still make a span and a log scope for each as long as its category is on at all. Those who listen
    // to traces get their spans regardless.
    static void MuteUnheardRequests(LoggerFilterOptions filters)
    {
        if (filters.MinLevel >= LogLevel.Information)
        {
            filters.Rules.Add(new LoggerFilterRule(null, "Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None, null));
        }
    }

    static IServiceCollection AddHosting(this IServiceCollection services)
    {
        services.AddSingleton<HostRule>();
        services.AddSingleton<CorsRule>();
        services.AddSingleton<RequestLimits>();
        services.AddSingleton<RequestMetrics>();
        services.AddMetrics();
        services.AddSingleton<MeterFigures>();
        services.AddSingleton<TenantGuard>();
        services.AddSingleton<Forwarder>();
        services.AddSingleton<Upstreams>();
        services.AddSingleton<FrontDoor>();
        return services;
    }

    static IServiceCollection AddAccess(this IServiceCollection services)
    {
        services.AddHttpClient(nameof(SessionVerifier)).ConfigurePrimaryHttpMessageHandler(
            () => new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }).RemoveAllLoggers();
        services.AddSingleton<SessionVerifier>();
        services.AddSingleton<SameOriginCanvas>();
        services.AddSingleton<Authenticator>();
        services.AddSingleton<WorkspaceGate>();
        services.AddSingleton<CanvasGate>();
        services.AddSingleton<DiscoveryGate>();
        services.AddSingleton<GateSet>();
        return services;
    }

    static IServiceCollection AddEndpoints(this IServiceCollection services)
    {
        services.AddSingleton<BaseUrl>();
        services.AddSingleton<Connections>();
        services.AddSingleton<TokenUse>();
        services.AddSingleton<MetricsPage>();
        services.AddSingleton<IReadinessCheck, StorageReadiness>();
        services.AddEndpoints<ReadyEndpoint>();
        services.AddEndpoints<OperationsEndpoints>();
        services.AddEndpoints<WorkspaceEndpoints>();
        services.AddEndpoints<CreateEndpoint>();
        services.AddEndpoints<RemoveEndpoint>();
        services.AddEndpoints<LifecycleEndpoints>();
        services.AddEndpoints<BootstrapEndpoints>();
        services.AddEndpoints<RegistrationEndpoints>();
        services.AddEndpoints<HeartbeatEndpoint>();
        services.AddEndpoints<DiscoveryEndpoints>();
        services.AddEndpoints<WorkspaceTokenEndpoints>();
        services.AddEndpoints<OrgTokenEndpoints>();
        services.AddEndpoints<TestTokenEndpoint>();
        services.AddEndpoints<EventEndpoints>();
        services.AddEndpoints<ActivityEndpoints>();
        services.AddEndpoints<BudgetEndpoints>();
        services.AddEndpoints<UsageEndpoints>();
        services.AddEndpoints<DelegateEndpoint>();
        services.AddEndpoints<DelegationEndpoints>();
        services.AddEndpoints<ApprovalEndpoints>();
        services.AddEndpoints<TeamEndpoints>();
        services.AddEndpoints<AgentEndpoints>();
        services.AddEndpoints<QueueEndpoints>();
        services.AddEndpoints<ViewportEndpoints>();
        return services;
    }
}

using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Molecule.Gateway;
using Molecule.Gateway.A2A;
using Molecule.Gateway.A2A.Carrying;
using Molecule.Gateway.Live.Feeds;
using Molecule.Grains.A2A;
using Molecule.Grains.Events;
using Molecule.Grains.Orgs;
using Molecule.Grains.Workspaces;
using Molecule.Storage.Events;
using Molecule.TestSupport.Gateway;
using Molecule.TestSupport.Grains;
using Molecule.TestSupport.Memory;
using Molecule.TestSupport.Time;

namespace Molecule.A2A.Tests.Support;

/// <summary>A gateway, a workspace that messages are sent to, and what its grain was told.</summary>
sealed class Target : IAsyncDisposable
{
    public const string Id = "11111111-1111-4111-8111-111111111111";
    public const string CallerId = "22222222-2222-4222-8222-222222222222";
    public const string Token = "token-of-the-target";
    public const string CallerToken = "token-of-the-caller";

    readonly HttpClient _http = new() { Timeout = Patience.Limit };
    readonly GatewayHost _host;

    Target(GatewayHost host) => _host = host;

    public Uri Url => new(_host.Url, $"/workspaces/{Id}/a2a");

    public ConcurrentQueue<A2ARequest> Routed { get; } = new();

    public ConcurrentQueue<A2AReport> Reports { get; } = new();

    /// <summary>Live signals that were published.</summary>
    public ConcurrentQueue<EventDraft> Signals { get; } = new();

    /// <summary>Answers the question for a route.</summary>
    public Func<A2ARequest, A2ADecision> Route { get; set; } = _ => throw new InvalidOperationException("The test has no route.");

    /// <summary>Answers a report.</summary>
    public Func<A2AReport, A2ASettlement> Settle { get; set; } = _ => new(SettlementKind.Done);

    public static async Task<Target> StartAsync(TimeSpan? drainLimit = null)
    {
        Target? target = null;
        var grains = new FakeGrains()
            .On<IWorkspaceGrain>(nameof(IWorkspaceGrain.GetCredentialStateAsync), (key, _) =>
                Task.FromResult(new CredentialState(Exists: key.EndsWith(Id) || key.EndsWith(CallerId), false, 1, true)))
            .On<IWorkspaceGrain>(nameof(IWorkspaceGrain.RouteAsync), (_, arguments) =>
            {
                var request = (A2ARequest)arguments[0]!;
                target!.Routed.Enqueue(request);
                return Task.FromResult(target.Route(request));
            })
            .On<IWorkspaceGrain>(nameof(IWorkspaceGrain.SettleAsync), (_, arguments) =>
            {
                var report = (A2AReport)arguments[0]!;
                target!.Reports.Enqueue(report);
                return Task.FromResult(target.Settle(report));
            })
            .On<IOrgGrain>(nameof(IOrgGrain.PublishAsync), (_, arguments) =>
            {
                foreach (var signal in (IReadOnlyList<EventDraft>)arguments[0]!)
                    target!.Signals.Enqueue(signal);
                return Task.CompletedTask;
            })
            .On<IOrgGrain>(nameof(IOrgGrain.GetCredentialStateAsync), (_, _) => Task.FromResult(new OrgCredentialState(2, 0)));
        // Agents of these tests live on this machine.
        var options = new GatewayOptions
        {
            Environment = "development",
            AdminToken = "admin",
            RateLimit = 100_000,
            DrainLimit = drainLimit ?? TimeSpan.FromSeconds(25),
        };
        var host = await GatewayHost.StartAsync(
            options,
            grains,
            new Dictionary<string, string> { [Token] = Id, [CallerToken] = CallerId },
            [typeof(A2AEndpoint)],
            services => services
                .AddSingleton<IAgentEvents, Deaf>()
                .AddSingleton<IOrgEventSource, Deaf>()
                .AddSingleton<IEventLog>(new MemoryStorage(new MemoryDatabase(), TimeProvider.System)));
        return target = new Target(host);
    }

    public static A2ADecision Deliver(string url) => new()
    {
        Kind = A2ADecisionKind.Deliver,
        DeliveryId = "delivery",
        Url = url,
        IdleTimeout = TimeSpan.FromMinutes(5),
    };

    /// <summary>Sends a message as the canvas does, unless told otherwise.</summary>
    public async Task<HttpResponseMessage> SendAsync(
        string body, string? bearer = "admin", Action<HttpRequestHeaders>? headers = null, Uri? url = null, CancellationToken cancellationToken = default)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, url ?? Url) { Content = new StringContent(body, Encoding.UTF8) };
        if (bearer is not null)
            request.Headers.Authorization = new("Bearer", bearer);
        headers?.Invoke(request.Headers);
        return await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken).Within("the answer");
    }

    public Task StopAsync() => _host.StopAsync();

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _host.DisposeAsync();
    }

    sealed class Deaf : IAgentEvents, IOrgEventSource
    {
        public Task<IAsyncDisposable> SubscribeAsync(string org, Action<OrgEvent> receive, Action missed) =>
            throw new NotSupportedException("Nobody here listens to events.");

        public IDisposable Follow(string org) => new MemoryStream();
    }
}

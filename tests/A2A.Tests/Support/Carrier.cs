using System.Text;
using Molecule.Gateway.A2A.Addresses;
using Molecule.Gateway.A2A.Carrying;
using Molecule.Grains.A2A;
using Molecule.TestSupport.Time;

namespace Molecule.A2A.Tests.Support;

/// <summary>The carrier with everything around it played by the test.</summary>
sealed class Carrier : IDisposable, IAgentEvents
{
    readonly AgentClient _client;

    public Carrier(AddressRules? rules = null, FakeResolver? resolver = null, TimeProvider? time = null)
    {
        time ??= TimeProvider.System;
        Resolver = resolver ?? new FakeResolver();
        Pulses = new(time);
        var urls = new AgentUrlPolicy(AddressRules.Strict, rules ?? AddressRules.Development, Resolver, time);
        _client = new AgentClient(urls, new GuardedConnector(Resolver, urls, time), this, Pulses, time);
    }

    public FakeResolver Resolver { get; }

    public WorkspacePulses Pulses { get; }

    public CancellationTokenSource Stopping { get; } = new();

    public static string Ok(string body, string headers = "") =>
        $"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n{headers}Content-Length: {Encoding.UTF8.GetByteCount(body)}\r\nConnection: close\r\n\r\n{body}";

    public Task<A2ACarried> CarryAsync(
        string url, string body = "{}", bool trusted = false, TimeSpan? idle = null, TimeSpan? ceiling = null, IAnswerSink? sink = null) =>
        BeginAsync(url, body, trusted, idle, ceiling, sink).Within("the delivery to end");

    /// <summary>Whether what comes behind a delivery goes on in the pool of threads, and not where its answer was found.</summary>
    public Task<bool> GoesOnInPoolAsync(string url, string body, Action isUnderWay) => Task.Run(() =>
    {
        var goesOn = BeginAsync(url, body).ContinueWith(
            static _ => Thread.CurrentThread.IsThreadPoolThread, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        isUnderWay();
        return goesOn;
    });

    Task<A2ACarried> BeginAsync(
        string url, string body = "{}", bool trusted = false, TimeSpan? idle = null, TimeSpan? ceiling = null, IAnswerSink? sink = null)
    {
        var decision = new A2ADecision
        {
            Kind = A2ADecisionKind.Deliver,
            DeliveryId = "d",
            Url = url,
            UrlIsTrusted = trusted,
            IdleTimeout = idle ?? TimeSpan.FromMinutes(5),
            Ceiling = ceiling,
        };
        return _client.CarryAsync("org", "target", decision, Encoding.UTF8.GetBytes(body), sink, Stopping.Token);
    }

    public IDisposable Follow(string org) => new MemoryStream();

    public void Dispose()
    {
        _client.Dispose();
        Stopping.Dispose();
    }
}

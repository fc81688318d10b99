using Microsoft.Extensions.Logging;
using Molecule.Sdk.Inbound;
using Molecule.Sdk.Liveness;
using Molecule.Sdk.Platform;

namespace Molecule.Sdk;

/// <summary>
/// An agent in an organisation that Molecule runs. It registers with the platform, stays alive there, answers the messages that arrive and
/// can send its own, until it is stopped or its workspace is deleted.
/// </summary>
public sealed class MoleculeAgent : IAsyncDisposable
{
    readonly AgentOptions _options;
    readonly AgentLogging _logging;
    readonly AgentFigures _figures;
    readonly MessageDesk _desk;
    readonly CancellationTokenSource _leaving = new();
    AgentServer? _server;
    Task _membership = Task.CompletedTask;
    volatile AgentState _state;
    bool _disposed;

    /// <summary>An agent that answers with a handler. Nothing happens before it is started.</summary>
    /// <param name="options">Platform, workspace and bounds.</param>
    /// <param name="handler">Answers the messages.</param>
    /// <exception cref="AgentConfigurationException">An option is out of bounds; the message names it.</exception>
    public MoleculeAgent(AgentOptions options, MessageHandler handler)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(handler);
        _options = options;
        Platform = new PlatformClient(options);
        _logging = new AgentLogging(options.Logging);
        _figures = new AgentFigures(options.Time);
        _desk = new MessageDesk(options, handler, Platform, _figures, _logging.For<MessageDesk>());
    }

    /// <summary>The platform: peers, and messages to them.</summary>
    public PlatformClient Platform { get; }

    /// <summary>Where the agent stands.</summary>
    public AgentState State => _state;

    /// <summary>The URL that the platform was told. Null before the start.</summary>
    public Uri? Url { get; private set; }

    /// <summary>
    /// Runs an agent until its workspace is deleted, the process is told to stop (Ctrl+C, SIGTERM) or the token is cancelled.
    /// </summary>
    /// <param name="options">Platform, workspace and bounds.</param>
    /// <param name="handler">Answers the messages.</param>
    /// <param name="cancellationToken">Stops the agent, with time to finish what it has in hand.</param>
    /// <exception cref="AgentConfigurationException">The agent cannot join as it is configured.</exception>
    /// <exception cref="PlatformException">The platform refused it for a reason that waiting does not change.</exception>
    public static async Task RunAsync(AgentOptions options, MessageHandler handler, CancellationToken cancellationToken = default)
    {
        await using var agent = new MoleculeAgent(options, handler);
        await agent.RunAsync(cancellationToken);
    }

    /// <summary>Starts, and returns when the agent has stopped for one of the reasons of the static method.</summary>
    /// <param name="cancellationToken">Stops the agent.</param>
    public async Task RunAsync(CancellationToken cancellationToken = default)
    {
        using var signals = new StopSignals(cancellationToken);
        try
        {
            await StartAsync(signals.Token);
            await _membership.WaitAsync(signals.Token);
        }
        catch (OperationCanceledException) when (signals.Token.IsCancellationRequested)
        {
            // Being told to stop is not an error.
        }

        await StopAsync();
    }

    /// <summary>Listens, registers and begins to send heartbeats. A platform that is away is waited for.</summary>
    /// <param name="cancellationToken">Gives the start up.</param>
    /// <exception cref="AgentConfigurationException">The agent cannot join as it is configured.</exception>
    /// <exception cref="PlatformException">The platform refused it for a reason that waiting does not change.</exception>
    public async Task StartAsync(CancellationToken cancellationToken = default)
    {
        if (_server is not null) throw new InvalidOperationException("The agent was started already. Make a new one to start again.");
        var endpoint = new InboundEndpoint(_desk, () => AgentCard.For(_options, Url ?? _options.Listen));
        _server = await AgentServer.StartAsync(_options.Listen, endpoint, _logging.Factory, cancellationToken);
        Url = _options.ReportedUrl ?? ReachableUrl(_server.Address);

        var membership = new Membership(_options, Platform, _figures, Url, Enter, _logging.For<Membership>());
        await membership.JoinAsync(cancellationToken);
        _membership = membership.StayAsync(_leaving.Token);
    }

    /// <summary>Shows work that the agent does of its own accord, besides the messages it answers.</summary>
    /// <param name="description">One short line.</param>
    /// <returns>Dispose it when the work ends.</returns>
    public AgentTask StartTask(string description)
    {
        ArgumentNullException.ThrowIfNull(description);
        return _figures.Begin(description);
    }

    /// <summary>Takes no more messages, finishes those in hand within the drain time, and leaves.</summary>
    public async Task StopAsync()
    {
        await _desk.CloseAsync();
        if (_server is not null) await _server.StopAsync();
        await _leaving.CancelAsync();
        try
        {
            await _membership;
        }
        catch (OperationCanceledException)
        {
            // It ends with the token.
        }

        if (_state != AgentState.Deleted) _state = AgentState.Stopped;
    }

    /// <summary>Stops the agent and closes its connections.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_disposed) return;
        _disposed = true;
        await StopAsync();
        if (_server is not null) await _server.DisposeAsync();
        Platform.Dispose();
        _desk.Dispose();
        _leaving.Dispose();
        _logging.Dispose();
    }

    void Enter(AgentState state)
    {
        _state = state;
        if (state is AgentState.Online or AgentState.Paused or AgentState.Deleted) _desk.Paused = state != AgentState.Online;
    }

    // Platforms refuse literal private addresses and take the name localhost, which is how an agent on the same machine is meant.
    static Uri ReachableUrl(Uri address) => address switch
    {
        { IsLoopback: true } => new Uri($"http://localhost:{address.Port}/"),
        { Host: "0.0.0.0" or "[::]" or "*" or "+" } => throw new AgentConfigurationException(
            $"The agent listens on every address ({address}) and cannot tell which one the platform reaches. Set ReportedUrl."),
        _ => address,
    };
}

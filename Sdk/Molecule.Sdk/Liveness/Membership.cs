using Microsoft.Extensions.Logging;
using Molecule.Sdk.Platform;

namespace Molecule.Sdk.Liveness;

/// <summary>
/// Keeps the agent in its organisation: registers, sends heartbeats on time and whenever its tasks change, asks after its workspace, and
/// returns after the platform was away. Ends when the workspace is deleted.
/// </summary>
sealed partial class Membership
{
    // Tasks may change a hundred times a second; the platform hears of it ten times.
    static readonly TimeSpan _gap = TimeSpan.FromMilliseconds(100);

    readonly AgentOptions _options;
    readonly PlatformClient _platform;
    readonly AgentFigures _figures;
    readonly Uri _url;
    readonly ILogger<Membership> _logger;
    readonly Action<AgentState> _enter;
    readonly WakeUp _wakeUp;
    readonly Backoff _backoff;
    long _askedState;
    string _status = "";

    /// <param name="options">Interval and clock.</param>
    /// <param name="platform">The platform.</param>
    /// <param name="figures">What heartbeats tell.</param>
    /// <param name="url">Where the platform reaches the agent.</param>
    /// <param name="enter">Is told each state that the agent enters.</param>
    /// <param name="logger">Where it logs.</param>
    public Membership(
        AgentOptions options, PlatformClient platform, AgentFigures figures, Uri url, Action<AgentState> enter, ILogger<Membership> logger)
    {
        (_options, _platform, _figures, _url, _enter, _logger) = (options, platform, figures, url, enter, logger);
        _wakeUp = new WakeUp(options.Time);
        _backoff = new Backoff(Min(TimeSpan.FromSeconds(1), options.HeartbeatInterval), options.HeartbeatInterval, Random.Shared);
        figures.Changed += _wakeUp.Signal;
    }

    /// <summary>Registers, and waits for a platform that is away.</summary>
    /// <exception cref="PlatformException">The platform refused for a reason that waiting does not change.</exception>
    public async Task JoinAsync(CancellationToken cancellationToken)
    {
        while (await _platform.RegisterAsync(_url, AgentCard.For(_options, _url), cancellationToken) is var reply && !Joined(reply))
        {
            var delay = reply.RetryAfter ?? _backoff.Next();
            LogWaiting(_platform.Advice.On(reply), delay);
            await Task.Delay(delay, _options.Time, cancellationToken);
        }
    }

    /// <summary>Stays: returns when the workspace is deleted, ends with the token otherwise.</summary>
    public async Task StayAsync(CancellationToken cancellationToken)
    {
        var delay = TimeSpan.Zero;
        while (true)
        {
            var early = await _wakeUp.WaitAsync(delay, cancellationToken);
            if (early) await Task.Delay(_gap, _options.Time, cancellationToken);

            var wasAway = _backoff.Tries > 0;
            var beat = await _platform.HeartbeatAsync(_figures.Read(), cancellationToken);
            delay = Judge(beat);
            if (beat.NoAnswer || (beat.IsSuccess && !wasAway && !IsStateDue())) continue;

            _askedState = _options.Time.GetTimestamp();
            if (await _platform.StateAsync(cancellationToken) is not { } state) continue;
            if (state.Deleted)
            {
                LogDeleted(_options.WorkspaceId);
                _enter(AgentState.Deleted);
                return;
            }

            await FollowAsync(state, cancellationToken);
        }
    }

    bool IsStateDue() => _askedState == 0 || _options.Time.GetElapsedTime(_askedState) >= _options.HeartbeatInterval * 0.8;

    bool Joined(PlatformReply reply)
    {
        if (reply.IsSuccess)
        {
            if (reply.Text("auth_token") is { Length: > 0 } token)
            {
                _platform.Tokens.Save(token);
                LogTokenKept(_platform.Tokens.Path);
            }

            _backoff.Reset();
            _enter(AgentState.Online);
            LogJoined(_options.WorkspaceId, _options.Platform, _url);
            return true;
        }

        return reply.Status is not (0 or 429 or >= 500) ? throw _platform.Advice.Refusal(reply) : false;
    }

    TimeSpan Judge(PlatformReply beat)
    {
        if (beat.IsSuccess)
        {
            if (_backoff.Tries > 0) LogBack(_options.Platform);
            _backoff.Reset();
            return Jittered(_options.HeartbeatInterval);
        }

        if (_backoff.Tries == 0) LogHeartbeatFailed(_platform.Advice.On(beat));
        _enter(AgentState.Disconnected);
        return beat.RetryAfter ?? _backoff.Next();
    }

    async Task FollowAsync(WorkspaceState state, CancellationToken cancellationToken)
    {
        if (state.Paused)
            _enter(AgentState.Paused);
        else if (state.Status == "awaiting_agent" || _status == "paused")
            await RejoinAsync(cancellationToken);
        else
            _enter(AgentState.Online);

        if (state.Status != _status) LogStatus(_options.WorkspaceId, state.Status);
        _status = state.Status;
    }

    // A pause makes the platform forget the agent's URL, and a resume waits for it.
    async Task RejoinAsync(CancellationToken cancellationToken)
    {
        var reply = await _platform.RegisterAsync(_url, AgentCard.For(_options, _url), cancellationToken);
        if (reply.IsSuccess) Joined(reply);
        else LogWaiting(_platform.Advice.On(reply), _options.HeartbeatInterval);
    }

    static TimeSpan Jittered(TimeSpan interval) => interval * (0.9 + (Random.Shared.NextDouble() * 0.2));

    static TimeSpan Min(TimeSpan a, TimeSpan b) => a < b ? a : b;
}

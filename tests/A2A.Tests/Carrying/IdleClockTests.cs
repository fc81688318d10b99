using Molecule.Gateway.A2A.Carrying;
using Molecule.TestSupport.Time;

namespace Molecule.A2A.Tests.Carrying;

/// <summary>Control-plane contract, 10.4, hour by hour in no time.</summary>
public class IdleClockTests
{
    static readonly TimeSpan Idle = TimeSpan.FromMinutes(5);

    readonly ManualTime _time = new();
    readonly WorkspacePulses _pulses;

    public IdleClockTests() => _pulses = new(_time);

    [Fact]
    [Row("10.4/idle")]
    public void Silence_ends_a_delivery()
    {
        using var clock = Start();

        _time.Advance(Idle - TimeSpan.FromSeconds(1));
        clock.Token.IsCancellationRequested.ShouldBeFalse();
        _time.Advance(TimeSpan.FromSeconds(1));
        clock.Token.IsCancellationRequested.ShouldBeTrue();
    }

    [Fact]
    [Row("10.4/idle")]
    public void Every_event_of_the_target_restarts_the_window()
    {
        using var clock = Start();

        for (var hour = 0; hour < 100; hour++)
        {
            _time.Advance(Idle - TimeSpan.FromSeconds(1));
            _pulses.Beat("org", "target");
            clock.Token.IsCancellationRequested.ShouldBeFalse();
        }

        _time.Advance(Idle);
        clock.Token.IsCancellationRequested.ShouldBeTrue();
    }

    [Fact]
    public void Events_of_others_do_not()
    {
        using var clock = Start();

        _time.Advance(Idle / 2);
        _pulses.Beat("org", "other");
        _pulses.Beat("another-org", "target");
        _time.Advance(Idle / 2);

        clock.Token.IsCancellationRequested.ShouldBeTrue();
    }

    [Fact]
    public void Parts_of_the_answer_count_as_signs_of_life()
    {
        using var clock = Start();

        _time.Advance(Idle / 2);
        clock.Touch();
        _time.Advance(Idle / 2);

        clock.Token.IsCancellationRequested.ShouldBeFalse();
    }

    [Fact]
    [Row("10.4/ceiling")]
    public void A_ceiling_ends_a_delivery_whatever_happens()
    {
        using var clock = Start(ceiling: TimeSpan.FromMinutes(7));

        _time.Advance(TimeSpan.FromMinutes(4));
        _pulses.Beat("org", "target");
        _time.Advance(TimeSpan.FromMinutes(2));
        clock.Token.IsCancellationRequested.ShouldBeFalse();
        _time.Advance(TimeSpan.FromMinutes(1));
        clock.Token.IsCancellationRequested.ShouldBeTrue();
    }

    [Fact]
    public void A_ceiling_beyond_what_timers_can_count_is_no_fault()
    {
        using var pulse = _pulses.Watch("org", "target");
        using var clock = new IdleClock(TimeProvider.System);
        clock.Begin(pulse, TimeSpan.FromDays(1000), TimeSpan.FromSeconds(int.MaxValue), default);

        clock.Token.IsCancellationRequested.ShouldBeFalse();
    }

    [Fact]
    public void Nothing_is_left_of_a_delivery_that_ended()
    {
        Start().Dispose();

        _time.Waiting.ShouldBe(0);
    }

    [Fact]
    public void A_pulse_is_shared()
    {
        var first = _pulses.Watch("org", "target");
        var second = _pulses.Watch("org", "target");
        second.ShouldBeSameAs(first);

        first.Dispose();
        _pulses.Beat("org", "target");
        second.LastBeat.ShouldBe(_time.GetTimestamp());
    }

    [Fact]
    public void Of_pulses_that_nobody_watches_a_bounded_number_is_kept()
    {
        var pulses = new WorkspacePulses(_time, capacity: 1);
        var first = pulses.Watch("org", "first");
        first.Dispose();
        pulses.Watch("org", "first").ShouldBeSameAs(first);

        var second = pulses.Watch("org", "second");
        second.Dispose();

        pulses.Watch("org", "first").ShouldBeSameAs(first);
        using var again = pulses.Watch("org", "second");
        again.ShouldNotBeSameAs(second);
        again.LastBeat.ShouldBe(long.MinValue);
    }

    [Fact]
    public void A_clock_serves_one_delivery_after_the_other()
    {
        using var clock = Start();
        for (var delivery = 0; delivery < 10; delivery++)
        {
            _time.Advance(Idle - TimeSpan.FromSeconds(1));
            clock.End().ShouldBeTrue();
            clock.Begin(_pulses.Watch("org", $"target {delivery}"), Idle, null, default);
        }

        _time.Advance(Idle - TimeSpan.FromSeconds(1));
        clock.Token.IsCancellationRequested.ShouldBeFalse();
        _time.Advance(TimeSpan.FromSeconds(1));
        clock.Token.IsCancellationRequested.ShouldBeTrue();
        clock.End().ShouldBeFalse();
    }

    [Fact]
    public void A_shorter_window_fires_before_the_one_that_is_armed()
    {
        using var clock = Start();
        clock.End();
        clock.Begin(_pulses.Watch("org", "target"), TimeSpan.FromSeconds(10), null, default);

        _time.Advance(TimeSpan.FromSeconds(10));
        clock.Token.IsCancellationRequested.ShouldBeTrue();
    }

    [Fact]
    public void A_stop_of_the_process_ends_a_delivery_and_none_that_ended_before()
    {
        using var stopping = new CancellationTokenSource();
        using var clock = new IdleClock(_time);
        clock.Begin(_pulses.Watch("org", "target"), Idle, null, stopping.Token);
        clock.End().ShouldBeTrue();
        clock.Begin(_pulses.Watch("org", "target"), Idle, null, default);
        stopping.Cancel();
        clock.Token.IsCancellationRequested.ShouldBeFalse();

        clock.End().ShouldBeTrue();
        clock.Begin(_pulses.Watch("org", "target"), Idle, null, stopping.Token);
        clock.Token.IsCancellationRequested.ShouldBeTrue();
    }

    IdleClock Start(TimeSpan? ceiling = null)
    {
        var clock = new IdleClock(_time);
        clock.Begin(_pulses.Watch("org", "target"), Idle, ceiling, default);
        return clock;
    }
}

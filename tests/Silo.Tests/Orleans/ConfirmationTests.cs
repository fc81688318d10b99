using Molecule.Silo.Engines.Tenure;
using Molecule.TestSupport.Time;
using Orleans.Runtime;

namespace Molecule.Silo.Tests.Orleans;

/// <summary>Decisions 0013, 0018 and 0020: how long a silo may speak, and when it gives up.</summary>
public sealed class ConfirmationTests
{
    static readonly TimeSpan _length = TimeSpan.FromSeconds(2);
    static readonly TimeSpan _moment = TimeSpan.FromMilliseconds(1);

    readonly ManualTime _time = new();
    readonly Confirmation _confirmation;

    public ConfirmationTests() => _confirmation = new Confirmation(_length, _time);

    [Fact]
    public void Silo_that_has_not_joined_may_speak_for_as_long_as_that_takes()
    {
        Note(Standing.NotJoined);
        Note(Standing.Unknown);
        _time.Advance(_length * 100);

        _confirmation.IsFresh.ShouldBeTrue();
    }

    [Fact]
    public void Tenure_begins_with_the_databases_first_word_and_ends_without_the_others()
    {
        _confirmation.Begin(_time.GetTimestamp());
        _time.Advance(_length - _moment);
        _confirmation.IsFresh.ShouldBeTrue();

        // The database goes on saying it: that is not enough.
        _confirmation.Begin(_time.GetTimestamp());
        _time.Advance(_moment);

        _confirmation.IsFresh.ShouldBeFalse();
    }

    [Fact]
    public void Yes_lasts_from_the_question_on_and_not_from_the_answer()
    {
        var asked = _time.GetTimestamp();
        _time.Advance(_length / 2);
        _confirmation.Note(Standing.Member, asked, hasDatabase: true);
        _time.Advance(_length / 2);

        _confirmation.IsFresh.ShouldBeFalse();
        Note(Standing.Member);
        _confirmation.IsFresh.ShouldBeTrue("it is told again that it is one");
    }

    [Theory]
    [InlineData(nameof(Standing.Unknown))]
    [InlineData(nameof(Standing.Refused))]
    [InlineData(nameof(Standing.NotJoined))]
    public void What_is_no_yes_prolongs_nothing_and_ends_nothing_early(string standing)
    {
        Note(Standing.Member);
        _time.Advance(_length - _moment);
        Note(Enum.Parse<Standing>(standing));
        _confirmation.IsFresh.ShouldBeTrue();
        _time.Advance(_moment);
        _confirmation.IsFresh.ShouldBeFalse();
    }

    [Fact]
    public void Silo_that_was_declared_dead_never_speaks_again()
    {
        Note(Standing.Member);
        Note(Standing.Dead);
        _confirmation.IsFresh.ShouldBeFalse();
        Note(Standing.Member);
        _confirmation.IsFresh.ShouldBeFalse();
    }

    // One letter for what it hears each tenure: r is refused, u hears nothing, y is confirmed, R is refused though the database answers it.
    [Theory]
    [InlineData("yrrrr", true)]
    [InlineData("yrrr", false)]
    [InlineData("yrryrr", false)]
    [InlineData("yrrurr", false)]
    [InlineData("yuuuuu", false)]
    [InlineData("yRRRRR", false)]
    [InlineData("yrrRrr", false)]
    [InlineData("rrrrr", false)]
    public void Silo_gives_up_when_it_alone_has_missed_the_database_for_long(string heard, bool isHopeless)
    {
        foreach (var word in heard)
        {
            _time.Advance(_length);
            Note(word switch { 'y' => Standing.Member, 'u' => Standing.Unknown, _ => Standing.Refused }, hasDatabase: word == 'R');
        }

        _time.Advance(_moment);
        _confirmation.IsHopeless.ShouldBe(isHopeless);
    }

    [Theory]
    [InlineData(SiloStatus.Active, true, true, true)]
    [InlineData(SiloStatus.Active, true, false, true)]
    [InlineData(SiloStatus.Active, false, false, true)]
    [InlineData(SiloStatus.Active, false, true, false)]
    [InlineData(SiloStatus.ShuttingDown, true, true, true)]
    [InlineData(SiloStatus.Dead, true, true, false)]
    [InlineData(SiloStatus.Dead, false, false, false)]
    [InlineData(SiloStatus.None, true, true, false)]
    public void Peer_confirms_whom_it_knows_unless_only_the_other_misses_the_database(SiloStatus status, bool hasDatabase, bool isReadable, bool confirms) =>
        Peer.Confirms(status, hasDatabase, isReadable).ShouldBe(confirms);

    void Note(Standing standing, bool hasDatabase = false) => _confirmation.Note(standing, _time.GetTimestamp(), hasDatabase);
}

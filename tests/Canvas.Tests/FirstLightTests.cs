using System.Text.RegularExpressions;
using Molecule.Canvas.Tests.Support;
using Molecule.Reality.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace Molecule.Canvas.Tests;

/// <summary>The page as the program serves it, in a real browser: what a newcomer does in the first minutes.</summary>
public sealed class FirstLightTests(Browser browser) : IClassFixture<Browser>, IDisposable
{
    // It says offline after some seconds, which a busy machine may let pass before anybody looks.
    static readonly Regex _disconnected = new("^(Reconnecting|Offline)$");

    readonly string _data = Directory.CreateTempSubdirectory("molecule-canvas-").FullName;

    public void Dispose() => Directory.Delete(_data, recursive: true);

    [Fact]
    public async Task Demo_button_brings_five_agents_that_talk_to_each_other()
    {
        await using var silo = Start();
        var canvas = await OpenAsync(silo);

        await canvas.PressAsync("Start the demo");

        await Expect(canvas.OnlineCards).ToHaveCountAsync(5);
        await Expect(canvas.Card("Studio lead").Locator(".fold")).ToContainTextAsync("4");
        await Expect(canvas.Lanes.First).ToBeAttachedAsync();
        await Expect(canvas.Messages.First).ToBeVisibleAsync();
        canvas.Faults.ShouldBeEmpty();
    }

    [Fact]
    public async Task Message_is_seen_to_leave_while_its_receiver_still_thinks()
    {
        await using var silo = Start();
        using var person = new Person(await silo.ReadyAsync());
        await using var thinker = new ThoughtfulAgent();
        await using var asker = new ThoughtfulAgent();
        var lead = await person.ConnectAsync("Lead", asker.Url);
        var member = await person.ConnectAsync("Member", thinker.Url, lead.Id);
        var canvas = await OpenAsync(silo);
        await canvas.SeesAsync(cards: 2);
        await canvas.WatchDotsAsync();

        var asking = person.SendAsAsync(lead.Token, member.Id, "think about it");

        await canvas.SeesDotAsync("request");
        await Expect(canvas.Messages).ToHaveCountAsync(1);
        await Expect(canvas.Messages.Locator("[data-delivery=waiting]")).ToBeVisibleAsync();
        asking.IsCompleted.ShouldBeFalse();
        thinker.MakeUpItsMind();
        await asking;
        await canvas.SeesDotAsync("reply");
        await Expect(canvas.Messages.Locator("[data-delivery=ok]")).ToBeVisibleAsync();
        await Expect(canvas.Messages).ToHaveCountAsync(1);
        canvas.Faults.ShouldBeEmpty();
    }

    [Fact]
    public async Task Page_runs_no_script_but_its_own_and_speaks_to_nobody_else()
    {
        await using var silo = Start();
        var canvas = await OpenAsync(silo);
        await canvas.SeesAsync(cards: 0);

        (await canvas.TrespassAsync()).ShouldBe(["script-src-elem inline", "connect-src ws://127.0.0.1:9", "connect-src http://127.0.0.1:9"], ignoreOrder: true);
    }

    [Fact]
    public async Task Question_to_an_agent_is_answered_in_the_chat()
    {
        await using var silo = Start();
        var canvas = await OpenAsync(silo);
        await canvas.PressAsync("Start the demo");
        await Expect(canvas.OnlineCards).ToHaveCountAsync(5);

        await canvas.SelectAsync("Writer");
        await canvas.SayAsync("a page about bicycles");

        await Expect(canvas.Said("person")).ToContainTextAsync(["a page about bicycles"]);
        await Expect(canvas.Said("agent")).ToHaveCountAsync(1);
        await Expect(canvas.Said("agent")).ToContainTextAsync("a page about bicycles");
        canvas.Faults.ShouldBeEmpty();
    }

    [Fact]
    public async Task Dragged_card_is_where_it_was_put_after_a_reload()
    {
        await using var silo = Start();
        using var person = new Person(await silo.ReadyAsync());
        var id = await person.CreateAsync("Wanderer", 300, 300);
        await person.CreateAsync("Stone", 900, 300);
        var canvas = await OpenAsync(silo);
        await canvas.SeesAsync(cards: 2);
        var before = await canvas.PlaceAsync("Wanderer");

        await canvas.DragAsync("Wanderer", right: 40, down: 160);
        var dropped = await canvas.PlaceAsync("Wanderer");
        await canvas.ReloadAsync();
        await canvas.SeesAsync(cards: 2);

        dropped.ShouldNotBe(before);
        (await canvas.PlaceAsync("Wanderer")).ShouldBe(dropped);
        (await person.GetAsync(id)).GetProperty("y").GetDouble().ShouldBeGreaterThan(300);
    }

    [Fact]
    public async Task Card_dragged_into_another_joins_its_team_once_that_is_confirmed()
    {
        await using var silo = Start();
        using var person = new Person(await silo.ReadyAsync());
        var team = await person.CreateAsync("Team", 300, 300);
        var id = await person.CreateAsync("Newcomer", 300, 600);
        var canvas = await OpenAsync(silo);
        await canvas.SeesAsync(cards: 2);
        var apart = await canvas.PlaceAsync("Newcomer");
        var above = await canvas.DistanceAsync("Newcomer", "Team");

        await canvas.DropAsync("Newcomer", above.X, above.Y);
        await canvas.PressInDialogAsync("Cancel");
        await Expect(canvas.Dialog).ToHaveCountAsync(0);
        (await canvas.PlaceAsync("Newcomer")).ShouldBe(apart);

        await canvas.DropAsync("Newcomer", above.X, above.Y);
        await canvas.SavedAsync(() => canvas.PressInDialogAsync("Move"));

        (await person.GetAsync(id)).GetProperty("parent_id").GetString().ShouldBe(team);
        await Expect(canvas.Card("Team").Locator(".fold")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Killed_program_leaves_a_page_that_comes_back_and_tells_the_truth()
    {
        await using var first = Start();
        var address = await first.ReadyAsync();
        string lost;
        using (var person = new Person(address))
        {
            lost = await person.CreateAsync("Short-lived", 700, 100);
        }

        var canvas = await OpenAsync(first);
        await canvas.SeesAsync(cards: 1);

        await first.KillAsync();
        await Expect(canvas.Pill).ToHaveTextAsync(_disconnected);
        await using var second = Start(address.Port);
        using var again = new Person(await second.ReadyAsync());
        // Whether the page is connected by now or not: it must end up with the truth.
        await again.DeleteAsync(lost);
        await again.CreateAsync("Born meanwhile", 100, 100);

        await Expect(canvas.Pill).ToHaveTextAsync("Live");
        await Expect(canvas.Card("Born meanwhile")).ToBeVisibleAsync();
        await Expect(canvas.Cards).ToHaveCountAsync(1);
        canvas.Faults.ShouldBeEmpty();
    }

    [Fact]
    public async Task Killed_program_takes_the_running_demo_up_again()
    {
        await using var first = Start();
        var address = await first.ReadyAsync();
        var canvas = await OpenAsync(first);
        await canvas.PressAsync("Start the demo");
        await Expect(canvas.OnlineCards).ToHaveCountAsync(5);

        await first.KillAsync();
        await Expect(canvas.Pill).ToHaveTextAsync(_disconnected);
        await using var second = Start(address.Port);
        await second.ReadyAsync();

        await Expect(canvas.Pill).ToHaveTextAsync("Live");
        await Expect(canvas.OnlineCards).ToHaveCountAsync(5);
        await Expect(canvas.Cards).ToHaveCountAsync(5);
    }

    [Fact]
    public async Task Commands_that_the_page_shows_bring_an_agent_online()
    {
        await using var silo = Start();
        var canvas = await OpenAsync(silo);

        await canvas.PressAsync("Connect an agent");
        await canvas.FillInDialogAsync("Name", "Anna's helper");
        await canvas.PressInDialogAsync("Continue");
        var commands = await canvas.TextAsync("pre[data-snippet=curl]");
        await Shell.RunAsync(commands);

        await Expect(canvas.Dialog.Locator(".connect-state")).ToContainTextAsync("is online");
        await canvas.PressInDialogAsync("Done");
        await Expect(canvas.OnlineCards).ToHaveCountAsync(1);
        canvas.Faults.ShouldBeEmpty();
    }

    SiloProcess Start(int port = 0) =>
        SiloProcess.Start(_data, ("MOLECULE_ENV", "development"), ("PORT", port.ToString(System.Globalization.CultureInfo.InvariantCulture)));

    async Task<CanvasPage> OpenAsync(SiloProcess silo) => await CanvasPage.OpenAsync(browser, await silo.ReadyAsync());
}

using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Molecule.Canvas.Tests.Support;

/// <summary>What a person does on the page, in a person's words.</summary>
sealed class CanvasPage(IPage page)
{
    // On the name of a card, left of its buttons.
    static readonly Position _grip = new() { X = 100, Y = 16 };

    readonly List<string> _faults = [];

    /// <summary>Errors that no code of the page handled.</summary>
    public IReadOnlyList<string> Faults => _faults;

    public ILocator Cards => page.Locator(".card");

    public ILocator OnlineCards => page.Locator(".card[data-status=online]");

    /// <summary>Whether the page is connected, in its own word.</summary>
    public ILocator Pill => page.Locator(".pill");

    public ILocator Messages => page.Locator(".feed li");

    public ILocator Lanes => page.Locator(".lane");

    /// <summary>From now on every dot that is drawn is noted, however short its life.</summary>
    public Task WatchDotsAsync() => page.EvaluateAsync(
        """
        () => {
          window.dotsSeen = [];
          new MutationObserver(() => document.querySelectorAll('.dot').forEach(dot => window.dotsSeen.push(dot.dataset.tone)))
            .observe(document.body, { childList: true, subtree: true });
        }
        """);

    /// <summary>Waits until a dot of some kind has been drawn: a request, a reply or a failure.</summary>
    public Task SeesDotAsync(string tone) => page.WaitForFunctionAsync("tone => window.dotsSeen.includes(tone)", tone);

    /// <summary>Tries what the page's policy forbids.</summary>
    /// <returns>What the browser kept it from, each by the rule and what broke it.</returns>
    public Task<string[]> TrespassAsync() => page.EvaluateAsync<string[]>(
        """
        async () => {
          const broken = [];
          document.addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI }) =>
            broken.push(`${effectiveDirective} ${blockedURI.replace(/\/$/, '')}`));
          const script = document.createElement('script');
          script.textContent = 'window.trespassed = true';
          document.head.append(script);
          new WebSocket('ws://127.0.0.1:9/');
          await fetch('http://127.0.0.1:9/').catch(() => {});
          await fetch('/health');
          return broken;
        }
        """);

    public ILocator Dialog => page.Locator("dialog[open]");

    public ILocator Card(string name) => page.Locator($".card[data-name='{name}']");

    public static async Task<CanvasPage> OpenAsync(Browser browser, Uri address)
    {
        var page = await browser.OpenAsync(address);
        var canvas = new CanvasPage(page);
        page.PageError += (_, fault) => canvas._faults.Add(fault);
        return canvas;
    }

    public Task PressAsync(string button) => page.GetByRole(AriaRole.Button, new() { Name = button, Exact = true }).First.ClickAsync();

    public Task PressInDialogAsync(string button) => Dialog.GetByRole(AriaRole.Button, new() { Name = button, Exact = true }).ClickAsync();

    public Task FillInDialogAsync(string label, string text) => Dialog.GetByLabel(label).First.FillAsync(text);

    public Task ReloadAsync() => page.ReloadAsync();

    public async Task SelectAsync(string name) => await Card(name).ClickAsync(new() { Position = _grip });

    public async Task SayAsync(string text)
    {
        await page.GetByRole(AriaRole.Textbox).FillAsync(text);
        await page.Keyboard.PressAsync("Enter");
    }

    public ILocator Said(string speaker) => page.Locator($".bubble[data-speaker={speaker}]");

    /// <summary>Drags a card by its head and waits until the server has taken the new place.</summary>
    public async Task DragAsync(string name, float right, float down)
    {
        await page.RunAndWaitForResponseAsync(() => DropAsync(name, right, down), IsSavedChange);
    }

    /// <summary>Drags a card by its head and lets it go.</summary>
    public async Task DropAsync(string name, float right, float down)
    {
        // Hovering waits until the card stands still.
        await Card(name).HoverAsync(new() { Position = _grip });
        var box = await BoxAsync(name);
        var (x, y) = (box.X + _grip.X, box.Y + _grip.Y);
        await page.Mouse.MoveAsync(x, y);
        await page.Mouse.DownAsync();
        await page.Mouse.MoveAsync(x + right / 2, y + down / 2, new() { Steps = 8 });
        await page.Mouse.MoveAsync(x + right, y + down, new() { Steps = 8 });
        await page.Mouse.UpAsync();
    }

    /// <summary>Does something and waits until the server has taken a change that follows from it.</summary>
    public Task SavedAsync(Func<Task> act) => page.RunAndWaitForResponseAsync(act, IsSavedChange);

    /// <summary>Where a card is drawn, in the canvas's own coordinates.</summary>
    public Task<string> PlaceAsync(string name) =>
        Card(name).EvaluateAsync<string>("card => card.closest('.react-flow__node').style.transform");

    /// <summary>How far one card is from another on the screen.</summary>
    public async Task<(float X, float Y)> DistanceAsync(string from, string to)
    {
        var (start, end) = (await BoxAsync(from), await BoxAsync(to));
        return (end.X - start.X, end.Y - start.Y);
    }

    public Task<string> TextAsync(string selector) => page.Locator(selector).InnerTextAsync();

    /// <summary>The page has shown all its cards and stands still.</summary>
    public async Task SeesAsync(int cards)
    {
        await Expect(Cards).ToHaveCountAsync(cards);
        await Expect(Pill).ToHaveTextAsync("Live");
    }

    async Task<LocatorBoundingBoxResult> BoxAsync(string name) =>
        await Card(name).BoundingBoxAsync() ?? throw new InvalidOperationException($"{name} is not drawn");

    static bool IsSavedChange(IResponse response) => response is { Request.Method: "PATCH", Ok: true };
}

using Microsoft.Playwright;

namespace Molecule.Canvas.Tests.Support;

/// <summary>The browser of this machine, started once for all tests. Without one, the tests say so and are skipped.</summary>
public sealed class Browser : IAsyncLifetime
{
    // A busy machine may take its time with everything.
    const float PatienceMilliseconds = 60_000;

    static readonly string[] _flags =
        ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update"];

    IPlaywright? _playwright;
    IBrowser? _browser;

    public async ValueTask InitializeAsync()
    {
        if (Executable is not { } executable) return;
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = executable, Headless = true, Args = _flags, Timeout = 2 * PatienceMilliseconds });
        Assertions.SetDefaultExpectTimeout(PatienceMilliseconds);
    }

    /// <summary>A tab of a person who has never been here.</summary>
    internal async Task<IPage> OpenAsync(Uri address)
    {
        if (_browser is null) Assert.Skip("No Chromium: neither CHROMIUM names one nor does one lie at its usual place.");
        var context = await _browser.NewContextAsync(new() { ViewportSize = new() { Width = 1440, Height = 900 } });
        context.SetDefaultTimeout(PatienceMilliseconds);
        var page = await context.NewPageAsync();
        await page.GotoAsync(address.ToString());
        return page;
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null) await _browser.DisposeAsync();
        _playwright?.Dispose();
    }

    static string? Executable =>
        Environment.GetEnvironmentVariable("CHROMIUM") is { Length: > 0 } named
            ? named
            : new[] { "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome" }.FirstOrDefault(File.Exists);
}

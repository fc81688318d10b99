using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Molecule.Reality.Tests.Support;

namespace Molecule.Reality.Tests.KilledHour;

/// <summary>A reply that was heard.</summary>
sealed record Heard(int Status, JsonElement Body, string Text);

/// <summary>The real program over one data directory, killed and started again, as somebody sees it who asks until there is an answer.</summary>
sealed class Platform(string data, Func<SiloProcess> start) : IAsyncDisposable
{
    const string Admin = "admin";
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    // A connection must not outlive the process that it led to.
    readonly HttpClient _http = new(new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.Zero }) { Timeout = Patience };
    TaskCompletionSource<Uri> _up = new(TaskCreationOptions.RunContinuationsAsynchronously);
    SiloProcess? _silo;
    volatile int _life;

    public string Data => data;

    /// <summary>How often it was started.</summary>
    public int Life => _life;

    public string Output => _silo?.Output ?? "";

    public async Task StartAsync()
    {
        _silo = start();
        var url = await _silo.ReadyAsync();
        _life++;
        _up.SetResult(url);
    }

    /// <summary><c>kill -9</c>, and a start over the same data.</summary>
    public async Task KillAndStartAsync()
    {
        _up = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await _silo!.KillAsync();
        await _silo.DisposeAsync();
        await StartAsync();
    }

    /// <summary>Asks once. Null: no answer was heard, and nobody knows what was done.</summary>
    public async Task<Heard?> TryAsync(HttpMethod method, string path, object? body = null, string? token = Admin)
    {
        var url = await _up.Task.WaitAsync(Patience);
        try
        {
            using var request = new HttpRequestMessage(method, new Uri(url, path)) { Content = body is null ? null : JsonContent.Create(body) };
            if (token is not null)
                request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
            using var response = await _http.SendAsync(request);
            var text = await response.Content.ReadAsStringAsync();
            return new((int)response.StatusCode, Parse(text), text);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            // Once it is known to be down, the next one waits for it; until then it is not asked in circles.
            await Task.Delay(20);
            return null;
        }
    }

    /// <summary>Asks until there is an answer that is not "later".</summary>
    /// <param name="method">How.</param>
    /// <param name="path">Where.</param>
    /// <param name="body">What.</param>
    /// <param name="token">By whom.</param>
    /// <param name="before">Is called each time before it asks.</param>
    public async Task<Heard> AskAsync(HttpMethod method, string path, object? body = null, string? token = Admin, Action? before = null)
    {
        using var limit = new CancellationTokenSource(Patience);
        while (true)
        {
            before?.Invoke();
            var heard = await TryAsync(method, path, body, token);
            if (heard is { Status: not 503 })
                return heard;
            if (limit.IsCancellationRequested)
                throw new TimeoutException($"{method} {path}: {heard?.Text}\n{Output}");
            if (heard is not null)
                await Task.Delay(100);
        }
    }

    public Task<Heard> PostAsync(string path, object? body = null, string? token = Admin) => AskAsync(HttpMethod.Post, path, body, token);

    public Task<Heard> GetAsync(string path, string? token = Admin) => AskAsync(HttpMethod.Get, path, null, token);

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        if (_silo is not null)
            await _silo.DisposeAsync();
    }

    static JsonElement Parse(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return default;
        }
    }
}

using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Molecule.Benchmarks.Servers;

namespace Molecule.Benchmarks;

/// <summary>An administrator's client that reads whole replies and keeps as little of them as can be.</summary>
sealed class BenchmarkClient : IDisposable
{
    readonly HttpClient _http;
    readonly byte[] _scratch = new byte[256 * 1024];

    public BenchmarkClient(Uri server)
    {
        _http = new HttpClient { BaseAddress = server };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", MoleculeServer.AdminToken);
    }

    /// <summary>Reads a reply to its end, and counts on the way how often a text stands in it.</summary>
    /// <returns>How long it took from the request to the last byte, how many bytes there were, and how often the text.</returns>
    public async Task<(TimeSpan Took, long Bytes, int Count)> ReadAsync(string path, string text)
    {
        var wanted = Encoding.UTF8.GetBytes(text);
        var started = Stopwatch.GetTimestamp();
        using var response = await _http.GetAsync(path, HttpCompletionOption.ResponseHeadersRead);
        response.EnsureSuccessStatusCode();
        await using var body = await response.Content.ReadAsStreamAsync();
        var (bytes, count, kept) = (0L, 0, 0);
        while (await body.ReadAsync(_scratch.AsMemory(kept)) is > 0 and var read)
        {
            bytes += read;
            var seen = _scratch.AsSpan(0, kept + read);
            count += seen.Count(wanted);
            // A text may lie across two pieces.
            kept = Math.Min(wanted.Length - 1, seen.Length);
            seen[^kept..].CopyTo(_scratch);
        }

        return (Stopwatch.GetElapsedTime(started), bytes, count);
    }

    /// <summary>How many workspaces the list shows, and how many of them are online.</summary>
    public async Task<(int All, int Online)> CountAsync()
    {
        var (_, _, online) = await ReadAsync("/workspaces", "\"status\":\"online\"");
        var (_, _, all) = await ReadAsync("/workspaces", "\"status\":\"");
        return (all, online);
    }

    /// <summary>When a background loop last went round.</summary>
    public async Task<DateTimeOffset> LastTickAsync(string loop)
    {
        var loops = await _http.GetFromJsonAsync<JsonElement>("/admin/liveness");
        return loops.GetProperty("subsystems").GetProperty(loop).GetProperty("last_tick_at").GetDateTimeOffset();
    }

    public void Dispose() => _http.Dispose();
}

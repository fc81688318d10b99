using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Molecule.Grains.Orgs;

/// <summary>Brings heartbeats to the boards of their orgs: each by itself, or, where boards may be in other processes, those of one process together.</summary>
sealed partial class BoardPost(IGrainFactory grains, GrainsOptions options, TimeProvider time, ILogger<BoardPost> logger)
{
    readonly ConcurrentDictionary<string, Gatherer<BoardBeat>> _boards = new(StringComparer.Ordinal);

    /// <summary>Sends a heartbeat. Nobody waits for its arrival.</summary>
    /// <param name="org">Whose board.</param>
    /// <param name="board">The same.</param>
    /// <param name="beat">What is new.</param>
    public Task SendAsync(string org, IOrgGrain board, BoardBeat beat)
    {
        // A task that begins or ends is what people watch: it does not wait for company.
        if (options.GatherTime <= TimeSpan.Zero || beat.TaskChanged)
            return board.BeatAsync(beat);
        _boards.GetOrAdd(org, Create).Add(beat);
        return Task.CompletedTask;
    }

    Gatherer<BoardBeat> Create(string org)
    {
        var board = grains.GetGrain<IOrgGrain>(org);
        return new(board.BeatTogetherAsync, options.GatherTime, time, (fault, count) => LogLost(logger, fault, org, count));
    }
}

using Orleans.Embedded.CodeGeneration;

namespace Orleans.Embedded.Engine;

/// <summary>
/// Finds calls that wait for each other in a circle. A waiting call waits for the calls that run at its activation and do not
/// interleave; a running call waits for the calls that it made and awaits. The search goes backwards: from a waiting call to those who
/// wait for it.
/// </summary>
static class DeadlockSearch
{
    const int MaxSteps = 1_000;

    /// <summary>The circle in words, if the waiting call is part of one.</summary>
    /// <param name="blocked">The waiting call.</param>
    /// <param name="isCertain">False to take any awaited call for one that its caller waits for: good enough to explain a time-out.</param>
    internal static string? Find(GrainRequest blocked, bool isCertain)
    {
        if (blocked.Phase != RequestPhase.Waiting || blocked.Target is not { } target)
            return null;
        var blockers = target.Snapshot().Running.Where(call => !call.Interleaves).ToHashSet();
        var seen = new HashSet<GrainRequest>();
        var paths = new Queue<Path>();
        paths.Enqueue(new Path(blocked, null));
        while (paths.TryDequeue(out var path) && seen.Count < MaxSteps)
        {
            if (path.Call.Caller is not { Phase: RequestPhase.Running, Target: { } place } caller)
                continue;
            if (!IsAwaited(path.Call, caller, isCertain) || !seen.Add(caller))
                continue;
            var callerPath = new Path(caller, path);
            if (blockers.Contains(caller))
                return Describe(callerPath);
            paths.Enqueue(callerPath);
            if (caller.Interleaves)
                continue;
            foreach (var other in place.Snapshot().Waiting)
            {
                if (seen.Add(other))
                    paths.Enqueue(new Path(other, callerPath));
            }
        }
        return null;
    }

    static bool IsAwaited(GrainRequest call, GrainRequest caller, bool isCertain) =>
        isCertain ? AwaitChain.LeadsTo(call.Awaiter, caller) : call.Awaiter is not null;

    static string Describe(Path path)
    {
        var calls = new List<string>();
        for (var step = path; step is not null; step = step.WaitedForBy)
            calls.Add(step.Call.Target!.Describe(step.Call));
        return string.Join(" → ", calls);
    }

    sealed record Path(GrainRequest Call, Path? WaitedForBy);
}

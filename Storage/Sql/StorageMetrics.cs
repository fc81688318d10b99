using System.Diagnostics.Metrics;

namespace Molecule.Storage.Sql;

/// <summary>Measures the store. Labels are closed sets.</summary>
sealed class StorageMetrics
{
    readonly Histogram<double> _duration;
    readonly Counter<long> _repeats;
    readonly Histogram<long> _commits;
    readonly TimeProvider _time;

    public StorageMetrics(IMeterFactory meters, TimeProvider time)
    {
        _time = time;
        var meter = meters.Create("Molecule");
        _duration = meter.CreateHistogram<double>(
            "molecule_storage_operation_duration_seconds", "s", "From the call to the answer or the commit, waiting and repeats included.");
        _repeats = meter.CreateCounter<long>("molecule_storage_repeats_total", description: "Attempts that were repeated for a passing fault.");
        _commits = meter.CreateHistogram<long>("molecule_storage_commit_writes", description: "Writes that shared one commit (SQLite).");
    }

    /// <summary>Measures an operation by its kind and by whether it succeeded.</summary>
    public async Task<T> MeasureAsync<T>(string kind, Task<T> operation)
    {
        var started = _time.GetTimestamp();
        var outcome = "failed";
        try
        {
            var result = await operation;
            outcome = "ok";
            return result;
        }
        finally
        {
            _duration.Record(_time.GetElapsedTime(started).TotalSeconds, new("operation", kind), new("outcome", outcome));
        }
    }

    public void Repeated() => _repeats.Add(1);

    public void Committed(int writes) => _commits.Record(writes);
}

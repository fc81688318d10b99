using Molecule.Gateway.Hosting.Metrics;

namespace Molecule.Gateway.Endpoints.Operations;

/// <summary>Everything that <c>/metrics</c> shows.</summary>
sealed class MetricsPage(RequestMetrics requests, MeterFigures meters)
{
    /// <summary>The page.</summary>
    public string Write()
    {
        var page = new PrometheusText();
        var series = requests.Series.OrderBy(s => s.Key.Path, StringComparer.Ordinal).ThenBy(s => s.Key.Method, StringComparer.Ordinal)
            .ThenBy(s => s.Key.Status).ToList();

        page.Family("molecule_http_requests_total", "counter", "Requests answered.");
        foreach (var (labels, count) in series)
        {
            page.Sample("molecule_http_requests_total", labels, count.Count);
        }

        page.Family("molecule_http_request_duration_seconds_total", "counter", "Seconds spent on requests.");
        foreach (var (labels, count) in series)
        {
            page.Sample("molecule_http_request_duration_seconds_total", labels, count.Seconds);
        }

        meters.Write(page);
        WriteRuntime(page);
        return page.ToString();
    }

    static void WriteRuntime(PrometheusText page) => page
        .Family("molecule_runtime_heap_bytes", "gauge", "Bytes on the managed heap.")
        .Sample("molecule_runtime_heap_bytes", GC.GetTotalMemory(forceFullCollection: false))
        .Family("molecule_runtime_working_set_bytes", "gauge", "Resident bytes of the process.")
        .Sample("molecule_runtime_working_set_bytes", Environment.WorkingSet)
        .Family("molecule_runtime_threads", "gauge", "Threads of the pool.")
        .Sample("molecule_runtime_threads", ThreadPool.ThreadCount)
        .Family("molecule_runtime_queued_work_items", "gauge", "Work items that wait for a thread.")
        .Sample("molecule_runtime_queued_work_items", ThreadPool.PendingWorkItemCount)
        .Family("molecule_runtime_gc_collections_total", "counter", "Collections of the oldest generation.")
        .Sample("molecule_runtime_gc_collections_total", GC.CollectionCount(GC.MaxGeneration))
        .Family("molecule_runtime_lock_contentions_total", "counter", "Locks that were waited for.")
        .Sample("molecule_runtime_lock_contentions_total", Monitor.LockContentionCount);
}

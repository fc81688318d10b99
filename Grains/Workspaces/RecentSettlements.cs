using Molecule.Grains.A2A;

namespace Molecule.Grains.Workspaces;

/// <summary>
/// The last settlements of an activation, so that a repeated report is answered with the first result. A repeat follows at once or never; what is kept longer
/// than that outlives a young collection, message by message.
/// </summary>
sealed class RecentSettlements
{
    const int Capacity = 32;

    readonly Dictionary<string, Task<A2ASettlement>> _byDelivery = new(StringComparer.Ordinal);
    readonly Queue<string> _order = new();

    /// <summary>The settlement of a delivery: the one that is there, or a new one.</summary>
    public Task<A2ASettlement> GetOrAdd(A2AReport report, Func<A2AReport, Task<A2ASettlement>> settle)
    {
        if (_byDelivery.TryGetValue(report.DeliveryId, out var known) && !known.IsFaulted)
            return known;
        if (known is null)
            _order.Enqueue(report.DeliveryId);
        if (_order.Count > Capacity)
            _byDelivery.Remove(_order.Dequeue());
        return _byDelivery[report.DeliveryId] = settle(report);
    }
}

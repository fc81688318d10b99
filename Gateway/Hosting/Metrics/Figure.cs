namespace Molecule.Gateway.Hosting.Metrics;

/// <summary>What was measured under one set of labels.</summary>
sealed class Figure
{
    readonly Lock _lock = new();
    double _sum;
    long _count;

    /// <summary>All measurements together, and how many they were.</summary>
    public (double Sum, long Count) Value
    {
        get
        {
            lock (_lock)
            {
                return (_sum, _count);
            }
        }
    }

    /// <summary>One more.</summary>
    public void Add(double value)
    {
        lock (_lock)
        {
            _sum += value;
            _count++;
        }
    }
}

using Orleans.Runtime;

namespace Orleans.Embedded.Engine;

/// <summary>The activations of one stateless worker.</summary>
sealed class StatelessPool(GrainClass grainClass, IdSpan key, int max)
{
    readonly Lock _lock = new();
    readonly List<Activation> _activations = [];

    internal Activation[] Activations
    {
        get
        {
            lock (_lock)
                return [.. _activations];
        }
    }

    /// <summary>An idle activation, or a new one while there are less than allowed, or else the one with the least to do.</summary>
    internal Activation Choose()
    {
        lock (_lock)
        {
            Activation? best = null;
            foreach (var activation in _activations)
            {
                if (activation.IsValid && (best is null || activation.Load < best.Load))
                    best = activation;
            }
            if (best is { Load: 0 } || (best is not null && _activations.Count >= max))
                return best;
            var created = new Activation(grainClass, key, this);
            _activations.Add(created);
            return created;
        }
    }

    internal void Remove(Activation activation)
    {
        lock (_lock)
            _activations.Remove(activation);
    }
}

namespace Orleans.Embedded.Testing;

/// <summary>SplitMix64: the same numbers for the same seed on every platform and in every version.</summary>
sealed class SimulationRandom(ulong seed)
{
    ulong _state = seed;

    internal int Next(int exclusiveMaximum)
    {
        var z = _state += 0x9e3779b97f4a7c15;
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
        z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
        z ^= z >> 31;
        return (int)(((UInt128)z * (ulong)exclusiveMaximum) >> 64);
    }
}

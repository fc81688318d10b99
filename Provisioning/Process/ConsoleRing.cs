using System.Text;

namespace Molecule.Provisioning.Process;

/// <summary>The end of an agent's output, as many bytes as there is room for.</summary>
sealed class ConsoleRing(int capacity)
{
    readonly byte[] _bytes = new byte[capacity];
    readonly Lock _lock = new();
    long _written;

    public void Write(ReadOnlySpan<byte> output)
    {
        lock (_lock)
        {
            foreach (var some in output[Math.Max(0, output.Length - capacity)..])
                _bytes[_written++ % capacity] = some;
        }
    }

    /// <summary>What is kept, from the first whole line on when something before it is lost.</summary>
    public override string ToString()
    {
        lock (_lock)
        {
            var count = (int)Math.Min(_written, capacity);
            var kept = new byte[count];
            for (var i = 0; i < count; i++)
                kept[i] = _bytes[(_written - count + i) % capacity];
            var start = _written > capacity && Array.IndexOf(kept, (byte)'\n') is var end and >= 0 && end < count - 1 ? end + 1 : 0;
            return Encoding.UTF8.GetString(kept, start, count - start);
        }
    }
}

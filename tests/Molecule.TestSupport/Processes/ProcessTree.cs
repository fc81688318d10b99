using System.Globalization;

namespace Molecule.TestSupport.Processes;

/// <summary>What a process and everything that it started have used, from the kernel's own books in <c>/proc</c>.</summary>
public static class ProcessTree
{
    // Fixed on every Linux that .NET runs on.
    const int TicksPerSecond = 100;

    /// <summary>Processor time of a process, of its living descendants, and of the dead ones that were waited for.</summary>
    public static TimeSpan ProcessorTime(int root)
    {
        var all = Directory.EnumerateDirectories("/proc").Select(Read).OfType<Entry>().ToLookup(entry => entry.Parent);
        var ticks = Read($"/proc/{root}")?.Ticks ?? 0;
        var open = new Stack<int>([root]);
        while (open.TryPop(out var parent))
        {
            foreach (var child in all[parent])
            {
                ticks += child.Ticks;
                open.Push(child.Id);
            }
        }

        return TimeSpan.FromSeconds((double)ticks / TicksPerSecond);
    }

    static Entry? Read(string directory)
    {
        if (!int.TryParse(Path.GetFileName(directory), NumberStyles.None, CultureInfo.InvariantCulture, out var id))
            return null;
        try
        {
            // After the name, which may hold anything: state, parent, …; utime, stime, cutime, cstime are the 12th to 15th.
            var text = File.ReadAllText(Path.Combine(directory, "stat"));
            var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
            return new Entry(id, int.Parse(fields[1], CultureInfo.InvariantCulture), fields[11..15].Sum(field => long.Parse(field, CultureInfo.InvariantCulture)));
        }
        catch (IOException)
        {
            return null; // It has ended meanwhile.
        }
    }

    sealed record Entry(int Id, int Parent, long Ticks);
}

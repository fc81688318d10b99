using System.Diagnostics;
using System.Globalization;

namespace Molecule.TestSupport.Processes;

/// <summary>A process and everything that it started, from the kernel's own books in <c>/proc</c>.</summary>
public static class ProcessTree
{
    // Fixed on every Linux that .NET runs on.
    const int TicksPerSecond = 100;

    /// <summary>Processor time of a process, of its living descendants, and of the dead ones that were waited for.</summary>
    public static TimeSpan ProcessorTime(int root)
    {
        var ticks = (Read($"/proc/{root}")?.Ticks ?? 0) + DescendantsOf(root).Sum(entry => entry.Ticks);
        return TimeSpan.FromSeconds((double)ticks / TicksPerSecond);
    }

    /// <summary>Sends a signal to a process and to its living descendants, parents first.</summary>
    public static void Signal(int root, string name)
    {
        var all = DescendantsOf(root).Select(entry => entry.Id).Prepend(root).Select(id => id.ToString(CultureInfo.InvariantCulture));
        using var kill = Process.Start("kill", [$"-{name}", .. all]);
        kill.WaitForExit();
    }

    static IEnumerable<Entry> DescendantsOf(int root)
    {
        var all = Directory.EnumerateDirectories("/proc").Select(Read).OfType<Entry>().ToLookup(entry => entry.Parent);
        var open = new Queue<int>([root]);
        while (open.TryDequeue(out var parent))
        {
            foreach (var child in all[parent])
            {
                yield return child;
                open.Enqueue(child.Id);
            }
        }
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

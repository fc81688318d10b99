using System.Globalization;

namespace Molecule.Benchmarks.Servers;

/// <summary>The threads of a .NET program that compile its methods again, better (Linux).</summary>
static class Compiler
{
    /// <summary>
    /// What a program is told that is to be measured soon: what is called often is compiled well at once, not when nothing new was called for a tenth of a
    /// second, which under load is never.
    /// </summary>
    public static readonly (string Name, string Value) Haste = ("DOTNET_TC_CallCountingDelayMs", "0");

    /// <summary>A program that spends less of its time in the compiler than this, for a while, costs what it will cost after a day.</summary>
    public const double Calm = 0.02;

    // As far as the system keeps the name.
    const string Name = ".NET Tiered Com";
    static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(10);

    /// <summary>Processor time of those that are there: a thread ends after some seconds without work, and its time is gone with it.</summary>
    public static TimeSpan TimeIn(int processId)
    {
        var directory = $"/proc/{processId}/task";
        return Directory.Exists(directory)
            ? Directory.EnumerateDirectories(directory).Aggregate(TimeSpan.Zero, (sum, thread) => sum + TimeOf(thread))
            : TimeSpan.Zero;
    }

    static TimeSpan TimeOf(string thread)
    {
        try
        {
            // pid (name) state and so on: times in user mode and in the kernel are the fields 14 and 15 of proc_pid_stat(5), in ticks.
            var stat = File.ReadAllText(Path.Combine(thread, "stat"));
            var end = stat.LastIndexOf(')');
            if (stat[(stat.IndexOf('(', StringComparison.Ordinal) + 1)..end] != Name)
                return TimeSpan.Zero;
            var fields = stat[(end + 2)..].Split(' ');
            return Tick * (long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture));
        }
        catch (IOException)
        {
            return TimeSpan.Zero; // It has ended.
        }
    }
}

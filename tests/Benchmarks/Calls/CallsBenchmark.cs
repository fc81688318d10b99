using System.Globalization;
using Molecule.Benchmarks.Servers;

namespace Molecule.Benchmarks.Calls;

/// <summary>
/// What one grain call costs in the same process and between two silos, and how many heartbeats one board takes: those of an org's workspaces all go to it.
/// </summary>
static class CallsBenchmark
{
    const string Usage = """
        Usage: Molecule.Benchmarks calls [--seconds S] [--embedded-only]

        A grain call and an org's board on the embedded engine, and, where this program is also built with -p:Engine=Orleans, on two silos with TCP between them.
        """;

    const string Head = """
        | what | engine | where | a second | processor |
        |---|---|---|---|---|
        """;

    public static async Task<int> RunAsync(string[] args)
    {
        var seconds = 2.0;
        string[] programs = [Environment.ProcessPath!, OnOrleans];
        if (args is [.. var others, "--embedded-only"])
            (args, programs) = (others, [Environment.ProcessPath!]);
        if (args is not [] && !(args is ["--seconds", var text] && double.TryParse(text, CultureInfo.InvariantCulture, out seconds) && seconds > 0))
        {
            Console.Error.WriteLine(Usage);
            return 2;
        }

        var rows = new List<string>();
        foreach (var program in programs.Where(File.Exists))
        {
            var said = await ServerProcess.AskAsync(program, "calls", seconds.ToString(CultureInfo.InvariantCulture));
            rows.AddRange(said.Split('\t'));
        }

        Console.WriteLine($"{Head}\n{string.Join('\n', rows)}");
        return 0;
    }

    /// <summary>The measured process: says its rows.</summary>
    public static async Task MeasureAsync(TimeSpan length)
    {
        var rows = new List<string>();
        await using (var sites = await Sites.StartAsync(TimeSpan.Zero))
        {
            await CallMeter.AwakenAsync(sites);
            foreach (var site in sites.All)
            {
                rows.Add(await CallMeter.CrowdAsync(site, length));
                rows.Add(await CallMeter.AloneAsync(site, length));
            }

            await BoardMeter.MeasureAsync(sites, together: false, length, rows);
        }

        await using (var sites = await Sites.StartAsync(TimeSpan.FromMilliseconds(10)))
        {
            // In one process nothing is gathered: a call costs less.
            if (sites.All.Count > 1)
                await BoardMeter.MeasureAsync(sites, together: true, length, rows);
        }

        ServerProcess.Say(string.Join('\t', rows));
    }

    // artifacts/<engine>/bin/<project>/<configuration>
    static string OnOrleans
    {
        get
        {
            var here = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
            return Path.Combine(
                here.Parent!.Parent!.Parent!.Parent!.FullName, "Orleans", "bin", here.Parent.Name, here.Name, Path.GetFileName(Environment.ProcessPath!));
        }
    }
}

using System.Globalization;

namespace Molecule.Benchmarks.Clusters;

/// <summary>What <c>cluster</c> measures, and for how long.</summary>
sealed record ClusterOptions
{
    public const string Usage = """
        Usage: Molecule.Benchmarks cluster [--silos 1,2,3] [--seconds S] [--agents N] [--connections C] [--orleans-only | --embedded-only]

        Heartbeats and messages through the embedded program on SQLite and on PostgreSQL, then through so many silos on PostgreSQL; every one of them a real
        process. Both builds of the program are needed, in the configuration of this one:
          dotnet build Silo -c Release && dotnet build Silo -c Release -p:Engine=Orleans
        """;

    /// <summary>The sizes of the clusters.</summary>
    public IReadOnlyList<int> Silos { get; init; } = [1, 2, 3];

    /// <summary>Seconds of each measurement, after what warms it up.</summary>
    public double Seconds { get; init; } = 5;

    /// <summary>Workspaces, all in one org.</summary>
    public int Agents { get; init; } = 400;

    /// <summary>Connections, spread over the gateways.</summary>
    public int Connections { get; init; } = 48;

    /// <summary>Without the embedded program.</summary>
    public bool OrleansOnly { get; init; }

    /// <summary>Without any cluster.</summary>
    public bool EmbeddedOnly { get; init; }

    public static ClusterOptions? Parse(IReadOnlyList<string> args)
    {
        var options = new ClusterOptions();
        for (var i = 0; i < args.Count; i++)
        {
            if (args[i] == "--orleans-only")
            {
                options = options with { OrleansOnly = true };
                continue;
            }

            if (args[i] == "--embedded-only")
            {
                options = options with { EmbeddedOnly = true };
                continue;
            }

            var value = i + 1 < args.Count ? args[i + 1] : "";
            switch (args[i])
            {
                case "--silos" when value.Split(',') is var sizes && sizes.All(size => int.TryParse(size, out var number) && number is > 0 and < 10):
                    options = options with { Silos = [.. sizes.Select(size => int.Parse(size, CultureInfo.InvariantCulture))] };
                    break;
                case "--seconds" when double.TryParse(value, CultureInfo.InvariantCulture, out var seconds) && seconds > 0:
                    options = options with { Seconds = seconds };
                    break;
                case "--agents" when int.TryParse(value, out var agents) && agents > 1:
                    options = options with { Agents = agents };
                    break;
                case "--connections" when int.TryParse(value, out var connections) && connections > 0:
                    options = options with { Connections = connections };
                    break;
                default:
                    return null;
            }

            i++;
        }

        return options;
    }
}

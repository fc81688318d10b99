namespace Molecule.Benchmarks;

/// <summary>What is measured, and for how long.</summary>
sealed record BenchmarkOptions
{
    public const string Usage = """
        Usage: Molecule.Benchmarks [engine|heartbeats|a2a]... [--rounds N] [--seconds S] [--connections C] [--against PROGRAM]

        engine      grain calls of 100 concurrent yielding callers; --against: the same program built with -p:Engine=Orleans
        heartbeats  authenticated heartbeats of distinct agents against a bare Kestrel endpoint that binds the same JSON
        a2a         a message through the gateway against a bare Kestrel-to-HttpClient forward to the same agent
        """;

    static readonly string[] All = ["engine", "heartbeats", "a2a"];

    public required IReadOnlyList<string> Benchmarks { get; init; }

    /// <summary>Rounds; each measures both sides, in turn.</summary>
    public int Rounds { get; init; } = 5;

    /// <summary>Seconds of each measurement, after a second that does not count.</summary>
    public double Seconds { get; init; } = 4;

    /// <summary>Connections of a throughput measurement.</summary>
    public int Connections { get; init; } = 64;

    /// <summary>The program built on the other engine, or null.</summary>
    public string? Against { get; init; }

    public static BenchmarkOptions? Parse(IReadOnlyList<string> args)
    {
        var options = new BenchmarkOptions { Benchmarks = [] };
        for (var i = 0; i < args.Count; i++)
        {
            var value = i + 1 < args.Count ? args[i + 1] : "";
            switch (args[i])
            {
                case var name when All.Contains(name):
                    options = options with { Benchmarks = [.. options.Benchmarks, name] };
                    continue;
                case "--rounds" when int.TryParse(value, out var rounds) && rounds > 0:
                    options = options with { Rounds = rounds };
                    break;
                case "--seconds" when double.TryParse(value, out var seconds) && seconds > 0:
                    options = options with { Seconds = seconds };
                    break;
                case "--connections" when int.TryParse(value, out var connections) && connections > 0:
                    options = options with { Connections = connections };
                    break;
                case "--against" when File.Exists(value):
                    options = options with { Against = value };
                    break;
                default:
                    return null;
            }

            i++;
        }

        return options.Benchmarks.Count > 0 ? options : options with { Benchmarks = All };
    }
}

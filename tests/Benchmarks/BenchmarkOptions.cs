namespace Molecule.Benchmarks;

/// <summary>What is measured, and for how long.</summary>
sealed record BenchmarkOptions
{
    public const string Usage = """
        Usage: Molecule.Benchmarks [BENCHMARK]... [--rounds N] [--seconds S] [--connections C] [--size N] [--orgs N] [--against PROGRAM] [--smoke]

        engine      grain calls of 100 concurrent yielding callers; --against: the same program built with -p:Engine=Orleans
        heartbeats  authenticated heartbeats of distinct agents against a bare Kestrel endpoint that binds the same JSON
        a2a         a message through the gateway against a bare Kestrel-to-HttpClient forward to the same agent
        list        GET /workspaces, --size workspaces (10 000), while they send heartbeats
        idle        --size idle workspaces (100 000): memory, processor, and a restart over them; --orgs: that many orgs of two workspaces each, in which
                    nothing happens at all, on PostgreSQL and on SQLite
        delegations accepted delegations a second, on PostgreSQL and on SQLite
        sockets     from a change to --size WebSockets (1 000), without and with dead readers among them; a flood of heartbeats

        --smoke: everything tiny and nothing judged, only to see that it runs. --size of heartbeats and a2a: agents (1 000, 100).
        The last four say whether the design's budget is met; the exit code is 1 when one is not.
        """;

    static readonly string[] All = ["engine", "heartbeats", "a2a", "list", "idle", "delegations", "sockets"];

    public required IReadOnlyList<string> Benchmarks { get; init; }

    /// <summary>Rounds; each measures both sides, in turn.</summary>
    public int Rounds { get; init; } = 5;

    /// <summary>Seconds of each measurement, after a second that does not count; null: what suits the benchmark.</summary>
    public double? Seconds { get; init; }

    /// <summary>Workspaces or sockets; null: what the budget says.</summary>
    public int? Size { get; init; }

    /// <summary>Orgs of the idle benchmark; null: one that is not.</summary>
    public int? Orgs { get; init; }

    /// <summary>Connections of a throughput measurement.</summary>
    public int Connections { get; init; } = 64;

    /// <summary>The program built on the other engine, or null.</summary>
    public string? Against { get; init; }

    /// <summary>Whether it only has to run: no warm-up, and whatever the figures are, they are met.</summary>
    public bool IsSmoke { get; init; }

    /// <summary>How long the load runs before it counts; null: as long as suits it.</summary>
    public TimeSpan? WarmUp => IsSmoke ? Length() : null;

    /// <summary>How long a measurement is.</summary>
    public TimeSpan Length(double seconds = 4) => TimeSpan.FromSeconds(Seconds ?? seconds);

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
                case "--smoke":
                    options = options with { IsSmoke = true, Rounds = 1, Seconds = 0.1, Size = 10, Connections = 2 };
                    continue;
                case "--rounds" when int.TryParse(value, out var rounds) && rounds > 0:
                    options = options with { Rounds = rounds };
                    break;
                case "--seconds" when double.TryParse(value, out var seconds) && seconds > 0:
                    options = options with { Seconds = seconds };
                    break;
                case "--size" when int.TryParse(value, out var size) && size > 0:
                    options = options with { Size = size };
                    break;
                case "--orgs" when int.TryParse(value, out var orgs) && orgs > 0:
                    options = options with { Orgs = orgs };
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

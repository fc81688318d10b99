namespace Molecule.Benchmarks.Clusters;

/// <summary>One thing to measure: a build of the program, how many of it, over what.</summary>
/// <param name="Name">What it is called in the table.</param>
/// <param name="Engine">The build.</param>
/// <param name="Silos">Processes.</param>
/// <param name="OnPostgres">Over PostgreSQL; otherwise over a file.</param>
sealed record Setup(string Name, string Engine, int Silos, bool OnPostgres)
{
    /// <summary>Variables that differ from the others'.</summary>
    public IReadOnlyList<(string, string)> Variables { get; init; } = [];

    /// <summary>The program. artifacts/&lt;engine&gt;/bin/&lt;project&gt;/&lt;configuration&gt;: it lies near this one, in the same configuration.</summary>
    public string Program => Path.Combine(Artifacts, Engine, "bin", "Molecule.Silo", Here.Name, "Molecule.Silo.dll");

    /// <summary>This program, on the setup's engine.</summary>
    public string Benchmarks => Path.Combine(Artifacts, Engine, "bin", Here.Parent!.Name, Here.Name, Path.GetFileName(Environment.ProcessPath!));

    /// <summary>All of a run, in its order.</summary>
    public static IReadOnlyList<Setup> Of(ClusterOptions options) =>
    [
        .. options.OrleansOnly
            ? Array.Empty<Setup>()
            : [new("embedded, SQLite", "Embedded", 1, OnPostgres: false), new("embedded, PostgreSQL", "Embedded", 1, OnPostgres: true)],
        .. options.EmbeddedOnly ? [] : Clusters(options.Silos),
    ];

    static DirectoryInfo Here => new(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));

    static string Artifacts => Here.Parent!.Parent!.Parent!.Parent!.FullName;

    static IEnumerable<Setup> Clusters(IReadOnlyList<int> silos) =>
    [
        .. silos.Select(Cluster),
        // What the largest costs when every heartbeat and every signal goes by itself.
        Cluster(silos.Max()) with { Name = $"{silos.Max()} silos, nothing gathered", Variables = [("MOLECULE_GATHER_MS", "0")] },
    ];

    static Setup Cluster(int count) => new(count == 1 ? "1 silo" : $"{count} silos", "Orleans", count, OnPostgres: true);
}

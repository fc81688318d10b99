using System.Globalization;
using Molecule.Benchmarks.Servers;
using Molecule.Grains;
using Molecule.Grains.Tokens;

namespace Molecule.Benchmarks.Clusters;

/// <summary>In which silo each grain of an installation is, and so how many of a request's calls leave the silo that makes them.</summary>
sealed class Whereabouts
{
    readonly IReadOnlyDictionary<string, int> _ports;

    Whereabouts(IReadOnlyDictionary<string, int> ports) => _ports = ports;

    /// <summary>Asks the cluster; null: this program is not built with -p:Engine=Orleans beside this one, and nobody can ask.</summary>
    /// <param name="program">Its build on Orleans.</param>
    /// <param name="connection">The database in which the silos meet.</param>
    public static async Task<Whereabouts?> FindAsync(string program, string connection)
    {
        if (!File.Exists(program))
            return null;
        var said = await ServerProcess.AskAsync(program, "census", connection);
        var ports = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var grain in said.Split('\t', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' ')))
            ports[grain[0]] = int.Parse(grain[1], CultureInfo.InvariantCulture);
        return new Whereabouts(ports);
    }

    /// <summary>Calls of a heartbeat to another silo, of three: to the token's grain, to the workspace's, and from there to the org's.</summary>
    /// <param name="agent">Whose it is.</param>
    /// <param name="gateway">The port of the silo that its connection goes to.</param>
    public int OfBeat(BenchmarkAgent agent, int gateway) =>
        Far(TokenOf(agent), gateway) + Far(WorkspaceOf(agent), gateway) + Far(Org, _ports.GetValueOrDefault(WorkspaceOf(agent), gateway));

    /// <summary>Calls of a message to another silo, of four: to the sender's token's grain, twice to the target's, and to the org's.</summary>
    /// <param name="sender">Who sends it.</param>
    /// <param name="target">To whom.</param>
    /// <param name="gateway">The port of the silo that the sender's connection goes to.</param>
    public int OfMessage(BenchmarkAgent sender, BenchmarkAgent target, int gateway) =>
        Far(TokenOf(sender), gateway) + (2 * Far(WorkspaceOf(target), gateway)) + Far(Org, gateway);

    const string Org = $"org/{GrainKeys.DefaultOrg}";

    static string TokenOf(BenchmarkAgent agent) => $"token/{TokenText.Hash(agent.Token)}";

    static string WorkspaceOf(BenchmarkAgent agent) => $"workspace/{GrainKeys.Of(GrainKeys.DefaultOrg, agent.Id)}";

    int Far(string grain, int silo) => _ports.TryGetValue(grain, out var port) && port != silo ? 1 : 0;
}

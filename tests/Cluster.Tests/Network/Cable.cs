using System.Net;

namespace Molecule.Cluster.Tests.Network;

/// <summary>A cable to an island. It can be cut: what is sent then is lost without a word, as behind a switch that failed.</summary>
sealed class Cable(Island island, int holder, int number)
{
    readonly string _outer = $"mol{holder}c{number}";
    readonly string _inner = $"mol{holder}i{number}";
    readonly string _switch = $"switch{number}";

    /// <summary>This side's address.</summary>
    public IPAddress Here { get; } = Address(holder, number, 1);

    /// <summary>The island's address.</summary>
    public IPAddress There { get; } = Address(holder, number, 2);

    public void Cut() => Require(island.Inside("ip", "link", "set", _inner, "nomaster"));

    public void Mend() => Require(island.Inside("ip", "link", "set", _inner, "master", _switch));

    /// <summary>Lays it.</summary>
    /// <returns>Why it cannot be laid; null: it was.</returns>
    public string? TryLay() =>
        Island.Run("ip", "link", "add", "name", _outer, "type", "veth", "peer", "name", _inner, "netns", $"{holder}")
        ?? Island.Run("ip", "addr", "add", $"{Here}/30", "dev", _outer)
        ?? Island.Run("ip", "link", "set", _outer, "up")
        // The address is the switch's, not the cable's: when the cable is taken out, nobody is told.
        ?? island.Inside("ip", "link", "add", "name", _switch, "type", "bridge")
        ?? island.Inside("ip", "addr", "add", $"{There}/30", "dev", _switch)
        ?? island.Inside("ip", "link", "set", _inner, "master", _switch)
        ?? island.Inside("ip", "link", "set", _inner, "up")
        ?? island.Inside("ip", "link", "set", _switch, "up");

    static void Require(string? failure)
    {
        if (failure is not null) throw new InvalidOperationException(failure);
    }

    // Of a range for the tests of networks (RFC 2544), by the process and the cable, so that several test runs do not meet.
    static IPAddress Address(int holder, int number, int host)
    {
        var network = (holder << 1 | number) & 0x7FFF;
        return new([198, (byte)(18 + (network >> 14)), (byte)(network >> 6), (byte)((network & 63) << 2 | host)]);
    }
}

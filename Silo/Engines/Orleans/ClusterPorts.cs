using System.Net;
using Molecule.Silo.Hosting;
using Molecule.Silo.Settings;

namespace Molecule.Silo.Engines;

/// <summary>Tries the cluster's ports, for the same reason as <see cref="ListenProbe"/>.</summary>
sealed class ClusterPorts(ClusterSettings cluster) : IStartProbe
{
    public void Try()
    {
        Try(cluster.SiloPort, "MOLECULE_SILO_PORT");
        Try(cluster.GatewayPort, "MOLECULE_GATEWAY_PORT");
    }

    void Try(int port, string variable)
    {
        var endpoint = new IPEndPoint(cluster.AdvertisedAddress, port);
        ListenProbe.Try(endpoint, $"{endpoint}", $"set {variable} to another port");
    }
}

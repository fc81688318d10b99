using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Molecule.Grains;
using Molecule.Silo.Engines.Streams;
using Orleans.Configuration;

namespace Molecule.Silo.Engines;

/// <summary>
/// One silo of Orleans on a free port of loopback, with reminders in memory: what the program composes, without the database that its silos meet in.
/// </summary>
static class OrleansEngine
{
    public static void UseEngine(this WebApplicationBuilder builder)
    {
        builder.UseOrleans(silo =>
        {
            silo.UseLocalhostClustering(FreePort(), gatewayPort: 0);
            silo.Configure<EndpointOptions>(options => options.GatewayPort = 0);
            // The machine may have other things to do; no test here is about how long a call may take.
            silo.Configure<SiloMessagingOptions>(options => options.ResponseTimeout = options.SystemResponseTimeout = TimeSpan.FromSeconds(60));
            silo.UseInMemoryReminderService();
        });
        builder.Services.AddTopicStreams(StorageNames.Events, TimeSpan.FromMilliseconds(10));
    }

    // Below the range from which the system takes ports of its own accord, so that nobody else gets it meanwhile.
    static int FreePort()
    {
        while (true)
        {
            var port = Random.Shared.Next(11_000, 32_000);
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
                return port;
            }
            catch (SocketException)
            {
                // Taken: try another.
            }
        }
    }
}

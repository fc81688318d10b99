using System.Net.Security;
using Microsoft.AspNetCore.Connections;
using Molecule.Silo.Settings;
using Orleans.Configuration;

namespace Molecule.Silo.Engines.Tls;

/// <summary>TLS for the connections of a cluster, both sides showing a certificate of its authority.</summary>
static class ClusterTlsExtensions
{
    /// <summary>For a silo: its connections with other silos, and those of gateways.</summary>
    /// <exception cref="SettingsException">A file cannot be used.</exception>
    public static void UseTls(this ISiloBuilder silo, ClusterTls settings)
    {
        var certificates = new ClusterCertificates(settings);
        silo.Configure<SiloConnectionOptions>(options =>
        {
            options.ConfigureSiloInboundConnection(connection => connection.AcceptTls(certificates, settings));
            options.ConfigureGatewayInboundConnection(connection => connection.AcceptTls(certificates, settings));
            options.ConfigureSiloOutboundConnection(connection => connection.OpenTls(certificates, settings));
        });
    }

    /// <summary>For a process that is only a gateway.</summary>
    /// <exception cref="SettingsException">A file cannot be used.</exception>
    public static void UseTls(this IClientBuilder client, ClusterTls settings)
    {
        var certificates = new ClusterCertificates(settings);
        client.Configure<ClientConnectionOptions>(options => options.ConfigureConnection(connection => connection.OpenTls(certificates, settings)));
    }

    static void AcceptTls(this IConnectionBuilder connection, ClusterCertificates certificates, ClusterTls settings)
    {
        var options = certificates.ForServer();
        connection.Secure((tls, cancellationToken) => tls.AuthenticateAsServerAsync(options, cancellationToken), settings);
    }

    static void OpenTls(this IConnectionBuilder connection, ClusterCertificates certificates, ClusterTls settings)
    {
        var options = certificates.ForClient();
        connection.Secure((tls, cancellationToken) => tls.AuthenticateAsClientAsync(options, cancellationToken), settings);
    }

    static void Secure(this IConnectionBuilder connection, Func<SslStream, CancellationToken, Task> handshake, ClusterTls settings)
    {
        var time = connection.ApplicationServices.GetRequiredService<TimeProvider>();
        connection.Use(next => new TlsMiddleware(handshake, settings.HandshakeTimeout, time, next).RunAsync);
    }
}

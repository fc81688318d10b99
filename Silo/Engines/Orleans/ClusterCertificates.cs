using System.Security.Cryptography.X509Certificates;
using Molecule.Silo.Settings;
using Orleans.Connections.Security;

namespace Molecule.Silo.Engines;

/// <summary>
/// TLS between the processes of a cluster, both sides showing a certificate. What counts is the authority, which signs for this cluster and nothing
/// else; names are not compared, because members come and go by address.
/// </summary>
sealed class ClusterCertificates
{
    readonly X509Certificate2 _own;
    readonly X509Certificate2 _authority;

    /// <exception cref="SettingsException">A file cannot be used.</exception>
    public ClusterCertificates(ClusterTls files)
    {
        try
        {
            using var pem = X509Certificate2.CreateFromPemFile(files.CertificateFile, files.KeyFile);
            // Some platforms do not use a key that is only in memory for TLS.
            _own = X509CertificateLoader.LoadPkcs12(pem.Export(X509ContentType.Pkcs12), null);
            _authority = X509CertificateLoader.LoadCertificateFromFile(files.AuthorityFile);
        }
        catch (Exception e) when (e is System.Security.Cryptography.CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw new SettingsException($"The certificates of the cluster cannot be used: {e.Message}");
        }
    }

    public void Configure(TlsOptions options)
    {
        options.LocalCertificate = _own;
        options.RemoteCertificateMode = RemoteCertificateMode.RequireCertificate;
        options.ClientCertificateMode = RemoteCertificateMode.RequireCertificate;
        options.RemoteCertificateValidation = (certificate, _, _) => IsSigned(certificate);
        options.OnAuthenticateAsClient = (_, client) => client.TargetHost = "molecule";
    }

    bool IsSigned(X509Certificate2 certificate)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(_authority);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        return chain.Build(certificate);
    }
}

using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Molecule.Silo.Settings;

namespace Molecule.Silo.Engines.Tls;

/// <summary>
/// Who this process is to the others of its cluster, and whom it believes. What counts is the authority, which signs for this cluster and nothing else;
/// names are not compared, because members come and go by address.
/// </summary>
sealed class ClusterCertificates
{
    readonly SslStreamCertificateContext _own;
    readonly X509ChainPolicy _authority;

    /// <exception cref="SettingsException">A file cannot be used.</exception>
    public ClusterCertificates(ClusterTls files)
    {
        try
        {
            _own = ReadOwn(files);
            _authority = ReadAuthority(files.AuthorityFile);
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException or IOException or UnauthorizedAccessException)
        {
            throw new SettingsException($"The certificates of the cluster cannot be used: {e.Message}");
        }
    }

    /// <summary>For connections that others open.</summary>
    public SslServerAuthenticationOptions ForServer() => new()
    {
        ServerCertificateContext = _own,
        ClientCertificateRequired = true,
        CertificateChainPolicy = _authority,
        RemoteCertificateValidationCallback = IsSigned,
    };

    /// <summary>For connections that this process opens.</summary>
    public SslClientAuthenticationOptions ForClient() => new()
    {
        TargetHost = "molecule",
        ClientCertificateContext = _own,
        CertificateChainPolicy = _authority,
        RemoteCertificateValidationCallback = IsSigned,
    };

    static bool IsSigned(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors) =>
        certificate is not null && (errors & ~SslPolicyErrors.RemoteCertificateNameMismatch) == SslPolicyErrors.None;

    // The file may hold, behind the certificate, those between it and the authority.
    static SslStreamCertificateContext ReadOwn(ClusterTls files)
    {
        using var pem = X509Certificate2.CreateFromPemFile(files.CertificateFile, files.KeyFile);
        // Some platforms do not use a key that is only in memory for TLS.
        var own = X509CertificateLoader.LoadPkcs12(pem.Export(X509ContentType.Pkcs12), null);
        var between = new X509Certificate2Collection();
        between.ImportFromPemFile(files.CertificateFile);
        return SslStreamCertificateContext.Create(own, between, offline: true);
    }

    // More than one while the authority changes.
    static X509ChainPolicy ReadAuthority(string file)
    {
        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
            DisableCertificateDownloads = true,
        };
        policy.CustomTrustStore.ImportFromPemFile(file);
        return policy.CustomTrustStore.Count > 0 ? policy : throw new CryptographicException($"{file} holds no certificate.");
    }
}

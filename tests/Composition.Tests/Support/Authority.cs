using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Molecule.Composition.Tests.Support;

/// <summary>An authority that signs for one cluster, and the files of its members.</summary>
sealed class Authority : IDisposable
{
    readonly string _directory;
    readonly X509Certificate2 _own;

    public Authority(string directory, string name)
    {
        _directory = Directory.CreateDirectory(Path.Combine(directory, name)).FullName;
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, critical: true));
        var now = TimeProvider.System.GetUtcNow();
        _own = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(30));
        File.WriteAllText(FileOf("ca.pem"), _own.ExportCertificatePem());
    }

    /// <summary>Variables of a member with a certificate of its own.</summary>
    public (string Name, string Value)[] Issue(string member)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={member}", key, HashAlgorithmName.SHA256);
        using var certificate = request.Create(_own, _own.NotBefore, _own.NotAfter, RandomNumberGenerator.GetBytes(16));
        File.WriteAllText(FileOf($"{member}.pem"), certificate.ExportCertificatePem());
        File.WriteAllText(FileOf($"{member}.key"), key.ExportPkcs8PrivateKeyPem());
        return
        [
            ("MOLECULE_TLS_CERT", FileOf($"{member}.pem")), ("MOLECULE_TLS_KEY", FileOf($"{member}.key")), ("MOLECULE_TLS_CA", FileOf("ca.pem")),
            ("MOLECULE_TLS_HANDSHAKE_SECONDS", "60"),
        ];
    }

    public void Dispose() => _own.Dispose();

    string FileOf(string name) => Path.Combine(_directory, name);
}

namespace Molecule.Silo.Settings;

/// <summary>Files in PEM form for the cluster's ports. Both sides show a certificate, and each must come from the authority.</summary>
/// <param name="CertificateFile">This host's certificate.</param>
/// <param name="KeyFile">Its private key.</param>
/// <param name="AuthorityFile">The authority's certificate; several, one after the other, while one replaces another.</param>
sealed record ClusterTls(string CertificateFile, string KeyFile, string AuthorityFile)
{
    /// <summary>How long the other side of a connection may take for the handshake before the connection is closed.</summary>
    public TimeSpan HandshakeTimeout { get; init; } = TimeSpan.FromSeconds(10);

    const string Certificate = "MOLECULE_TLS_CERT", Key = "MOLECULE_TLS_KEY", Authority = "MOLECULE_TLS_CA";

    /// <summary>Reads the variables: all three or none.</summary>
    /// <exception cref="SettingsException">Some are missing, or a file is.</exception>
    public static ClusterTls? Read(Variables variables)
    {
        var handshake = variables.Number("MOLECULE_TLS_HANDSHAKE_SECONDS", 10, 1, 60);
        string[] names = [Certificate, Key, Authority];
        var files = names.Select(variables.Text).ToArray();
        if (files.All(file => file is null)) return null;
        for (var i = 0; i < names.Length; i++)
        {
            if (files[i] is null) throw new SettingsException($"{names[i]} is not set. TLS inside the cluster needs {Certificate}, {Key} and {Authority}.");
            if (!File.Exists(files[i])) throw new SettingsException($"{names[i]} is \"{files[i]}\", which is no file that this user can read.");
        }

        return new ClusterTls(files[0]!, files[1]!, files[2]!) { HandshakeTimeout = TimeSpan.FromSeconds(handshake) };
    }
}

using Molecule.Grains.Tokens;

namespace Molecule.Silo.Settings;

/// <summary>
/// The admin token of an installation that others can reach and whose operator gave none: made once, kept readable by its user only, never
/// printed.
/// </summary>
static class AdminTokenFile
{
    const string Name = "admin-token";

    /// <summary>Where it lies.</summary>
    public static string PathIn(DataDirectory data) => data.File(Name);

    /// <summary>The token of earlier starts, or a new one.</summary>
    /// <exception cref="SettingsException">Others could have read it.</exception>
    public static (string Token, bool Made) ReadOrMake(DataDirectory data)
    {
        var path = PathIn(data);
        if (!File.Exists(path))
        {
            var token = TokenText.Create();
            PrivateFile.Write(path, token);
            return (token, true);
        }

        if (!PrivateFile.IsPrivate(path))
            throw new SettingsException(
                $"{path} can be read by others. Delete it to get a new token, or run chmod 600 on it if you trust them.");
        var kept = File.ReadAllText(path).Trim();
        return kept.Length > 0 ? (kept, false) : throw new SettingsException($"{path} is empty. Delete it to get a new token.");
    }
}

using System.Security.Cryptography;
using System.Text;
using Molecule.Storage.Sql;

namespace Molecule.Storage.A2AQueue;

/// <summary>
/// The key that keeps a message from being queued twice is a text of the sender's choice. An index entry has a limit, so a long one is replaced by
/// its digest: equal stays equal.
/// </summary>
static class MessageKey
{
    const int MaxLength = 256;

    public static string? Of(string? key)
    {
        if (string.IsNullOrEmpty(key))
            return null;
        var clean = DbText.Clean(key);
        return clean.Length <= MaxLength ? clean : "sha256:" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(clean)));
    }
}

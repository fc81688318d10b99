using System.Security.Cryptography;
using System.Text;

namespace Molecule.Grains;

/// <summary>Ids that follow from what they are of, so that whoever makes one again after a crash makes the same.</summary>
public static class DerivedId
{
    /// <summary>A UUID (version 8) of the parts; different parts, a different id.</summary>
    public static string Of(params ReadOnlySpan<string> parts)
    {
        var digest = SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', parts)));
        digest[6] = (byte)((digest[6] & 0x0F) | 0x80);
        digest[8] = (byte)((digest[8] & 0x3F) | 0x80);
        return new Guid(digest.AsSpan(0, 16), bigEndian: true).ToString("D");
    }
}

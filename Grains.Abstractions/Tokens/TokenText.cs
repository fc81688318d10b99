using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Molecule.Grains.Tokens;

/// <summary>The plain text of a token: 32 random bytes, base64url without padding, 43 characters. Only its SHA-256 is ever stored.</summary>
public static class TokenText
{
    /// <summary>Characters of the plain text that may be shown later.</summary>
    public const int PrefixLength = 8;

    /// <summary>Makes a new one.</summary>
    public static string Create() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    /// <summary>The key of the credential's grain: SHA-256, lower-case hex.</summary>
    public static string Hash(string plainText)
    {
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(plainText), digest);
        return Convert.ToHexStringLower(digest);
    }
}

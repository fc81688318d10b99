using System.Buffers;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace Molecule.Gateway.Access.Credentials;

/// <summary>SHA-256 of a credential, as a key of a dictionary: no text is made of it.</summary>
readonly record struct Digest(ulong A, ulong B, ulong C, ulong D)
{
    /// <summary>Bearers longer than this cost a buffer of the pool instead of the stack.</summary>
    const int StackLimit = 256;

    // Kept, because making one costs more than a short text's digest.
    [ThreadStatic]
    static IncrementalHash? s_hash;

    /// <summary>The digest of a credential's plain text.</summary>
    public static Digest Of(ReadOnlySpan<char> text)
    {
        var size = Encoding.UTF8.GetMaxByteCount(text.Length);
        byte[]? rented = null;
        var buffer = size <= StackLimit ? stackalloc byte[StackLimit] : rented = ArrayPool<byte>.Shared.Rent(size);
        try
        {
            Span<ulong> words = stackalloc ulong[4];
            var hash = s_hash ??= IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            hash.AppendData(buffer[..Encoding.UTF8.GetBytes(text, buffer)]);
            hash.GetHashAndReset(MemoryMarshal.AsBytes(words));
            return new Digest(words[0], words[1], words[2], words[3]);
        }
        finally
        {
            if (rented is not null)
            {
                ArrayPool<byte>.Shared.Return(rented, clearArray: true);
            }
        }
    }

    /// <summary>Whether they are equal, without a branch that a clock could see.</summary>
    public static bool FixedTimeEquals(in Digest one, in Digest two) =>
        ((one.A ^ two.A) | (one.B ^ two.B) | (one.C ^ two.C) | (one.D ^ two.D)) == 0;

    /// <summary>The digest as the key of the credential's grain: 64 lower-case hex digits.</summary>
    public string ToHex()
    {
        ReadOnlySpan<ulong> words = [A, B, C, D];
        return Convert.ToHexStringLower(MemoryMarshal.AsBytes(words));
    }
}

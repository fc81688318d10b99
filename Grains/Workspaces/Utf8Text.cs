using System.Text;

namespace Molecule.Grains.Workspaces;

/// <summary>Cuts text to a number of UTF-8 bytes, never inside a character.</summary>
static class Utf8Text
{
    public static int Bytes(string text) => Encoding.UTF8.GetByteCount(text);

    /// <summary>As much of the beginning as fits.</summary>
    public static string Beginning(string text, int limit)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        if (bytes.Length <= limit)
            return text;
        while (limit > 0 && IsInside(bytes[limit]))
            limit--;
        return Encoding.UTF8.GetString(bytes, 0, limit);
    }

    /// <summary>As much of the end as fits.</summary>
    public static string End(string text, int limit)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        if (bytes.Length <= limit)
            return text;
        var start = bytes.Length - limit;
        while (start < bytes.Length && IsInside(bytes[start]))
            start++;
        return Encoding.UTF8.GetString(bytes, start, bytes.Length - start);
    }

    static bool IsInside(byte b) => (b & 0xC0) == 0x80;
}

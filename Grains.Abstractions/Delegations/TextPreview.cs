using System.Text;

namespace Molecule.Grains.Delegations;

/// <summary>Beginnings of texts.</summary>
public static class TextPreview
{
    /// <summary>The text itself if it is short enough, else its beginning and <c>...</c>.</summary>
    /// <param name="text">The text.</param>
    /// <param name="limit">Bytes of UTF-8 that are kept, at most; never part of a character.</param>
    public static string Of(string text, int limit)
    {
        if (text.Length <= limit && Encoding.UTF8.GetByteCount(text) <= limit)
            return text;
        var (bytes, length) = (0, 0);
        foreach (var rune in text.EnumerateRunes())
        {
            if (bytes + rune.Utf8SequenceLength > limit)
                break;
            bytes += rune.Utf8SequenceLength;
            length += rune.Utf16SequenceLength;
        }

        return string.Concat(text.AsSpan(0, length), "...");
    }
}

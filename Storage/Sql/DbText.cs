using System.Diagnostics.CodeAnalysis;

namespace Molecule.Storage.Sql;

/// <summary>
/// Text that both databases can hold. PostgreSQL has no NUL and neither has unpaired surrogates; agents send both. They become U+FFFD, so that a
/// strange message id or summary is stored instead of failing the write.
/// </summary>
static class DbText
{
    const char Replacement = '\uFFFD';

    [return: NotNullIfNotNull(nameof(text))]
    public static string? Clean(string? text)
    {
        if (text is null || IsClean(text))
            return text;
        return string.Create(text.Length, text, static (target, source) =>
        {
            for (var i = 0; i < source.Length; i++)
                target[i] = IsBad(source, i) ? Replacement : source[i];
        });
    }

    static bool IsClean(string text)
    {
        if (!text.Contains('\0') && text.AsSpan().IndexOfAnyInRange('\uD800', '\uDFFF') < 0)
            return true;
        for (var i = 0; i < text.Length; i++)
        {
            if (IsBad(text, i))
                return false;
        }

        return true;
    }

    static bool IsBad(string text, int i) => text[i] switch
    {
        '\0' => true,
        var c when char.IsHighSurrogate(c) => i + 1 == text.Length || !char.IsLowSurrogate(text[i + 1]),
        var c when char.IsLowSurrogate(c) => i == 0 || !char.IsHighSurrogate(text[i - 1]),
        _ => false,
    };
}

namespace Molecule.Gateway.Http;

/// <summary>
/// The spelling of ids: 36 characters, lower-case hex, hyphens. One spelling only, so that two texts are the same id exactly when they
/// are equal.
/// The version digit is not looked at: an id that nobody issued is unknown, not malformed.
/// </summary>
static class WorkspaceId
{
    /// <summary>Characters of an id.</summary>
    public const int Length = 36;

    /// <summary>Whether the text is spelled as an id.</summary>
    public static bool IsValid(ReadOnlySpan<char> text)
    {
        if (text.Length != Length)
        {
            return false;
        }

        for (var i = 0; i < text.Length; i++)
        {
            var ok = i is 8 or 13 or 18 or 23 ? text[i] == '-' : char.IsAsciiHexDigitLower(text[i]);
            if (!ok)
            {
                return false;
            }
        }

        return true;
    }
}

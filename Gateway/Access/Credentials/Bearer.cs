namespace Molecule.Gateway.Access.Credentials;

/// <summary>Reads the bearer of a request (contract, 1.4).</summary>
static class Bearer
{
    const string Prefix = "Bearer ";

    /// <summary>The first <c>Authorization</c> line's credential; null when there is none or it has any other form.</summary>
    public static string? Of(HttpContext http)
    {
        var lines = http.Request.Headers.Authorization;
        if (lines.Count == 0 || lines[0] is not { } line || !line.StartsWith(Prefix, StringComparison.Ordinal))
        {
            return null;
        }

        var text = line.AsSpan(Prefix.Length).Trim();
        return text.IsEmpty ? null : text.Length == line.Length - Prefix.Length ? line[Prefix.Length..] : text.ToString();
    }
}

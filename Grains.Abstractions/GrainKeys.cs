namespace Molecule.Grains;

/// <summary>How identities become grain keys. A key of anything that belongs to an org starts with the org, so no call can be spelled without one.</summary>
public static class GrainKeys
{
    /// <summary>The org of a self-hosted install.</summary>
    public const string DefaultOrg = "default";

    /// <summary>The key of a thing of an org: <c>org/id</c>.</summary>
    public static string Of(string org, string id) => $"{org}/{id}";

    /// <summary>Splits <c>org/id</c>.</summary>
    /// <exception cref="FormatException">The key has no org.</exception>
    public static (string Org, string Id) Parse(string key)
    {
        var slash = key.IndexOf('/', StringComparison.Ordinal);
        return slash > 0 && slash < key.Length - 1
            ? (key[..slash], key[(slash + 1)..])
            : throw new FormatException($"'{key}' is not a key of the form org/id.");
    }
}

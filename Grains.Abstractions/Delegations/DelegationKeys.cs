namespace Molecule.Grains.Delegations;

/// <summary>
/// The identity of a delegation: its delegator and its id. The delegator belongs to it because agents bring ids of their own, and nobody may touch or
/// find another's by using the same one.
/// </summary>
public static class DelegationKeys
{
    /// <summary>The key of a delegation's grain: <c>org/source/id</c>.</summary>
    public static string Of(string org, string sourceId, string delegationId) => GrainKeys.Of(org, $"{sourceId}/{delegationId}");

    /// <summary>Splits <c>org/source/id</c>.</summary>
    /// <exception cref="FormatException">The key has another form.</exception>
    public static (string Org, string SourceId, string Id) Parse(string key)
    {
        var (org, rest) = GrainKeys.Parse(key);
        var (sourceId, id) = GrainKeys.Parse(rest);
        return (org, sourceId, id);
    }
}

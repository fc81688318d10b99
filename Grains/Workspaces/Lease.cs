namespace Molecule.Grains.Workspaces;

/// <summary>How long an agent may stay silent (contract, section 8).</summary>
static class Lease
{
    /// <summary>The lease of a workspace: an external one has the shorter of lease and staleness.</summary>
    public static TimeSpan For(bool isExternal, GrainsOptions options) =>
        isExternal && options.RemoteLivenessStaleAfter < options.Lease ? options.RemoteLivenessStaleAfter : options.Lease;
}

namespace Molecule.Grains.Workspaces;

/// <summary>Which directory of the host an agent works in (contract, provisioning 4.4).</summary>
static class HostMount
{
    const int Sandboxed = 1;
    const string ReadWrite = "read_write";

    /// <summary>
    /// The directory, or null: one of its own. The workspace's counts before the installation's. Who names none and says nothing of access means it to be
    /// used; an explicit <c>none</c> isolates. A process cannot be kept from writing: <c>read_only</c> gives it a directory of its own.
    /// </summary>
    /// <param name="record">The workspace.</param>
    /// <param name="fallback">The installation's directory, or null.</param>
    public static string? DirectoryOf(WorkspaceRecord record, string? fallback) =>
        record.Tier != Sandboxed && (record.WorkspaceAccess ?? ReadWrite) == ReadWrite ? record.WorkspaceDir ?? fallback : null;
}

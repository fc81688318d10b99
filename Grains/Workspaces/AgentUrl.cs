namespace Molecule.Grains.Workspaces;

/// <summary>Which of its addresses an agent is reached at (contract, 7.3 and 7.4).</summary>
static class AgentUrl
{
    const string ProvisionedPrefix = "http://127.0.0.1";
    const string HostAlias = "host.docker.internal";

    /// <summary>Takes the URL of a registration. One that a provisioner wrote stays; the agent's own is then for discovery only.</summary>
    public static void Take(WorkspaceRecord record, string? reported)
    {
        if (reported is null)
            return;
        if (record.UrlIsProvisioned && record.Url.StartsWith(ProvisionedPrefix, StringComparison.Ordinal))
        {
            record.InternalUrl = reported;
            return;
        }

        record.Url = reported;
        record.InternalUrl = null;
        record.UrlIsProvisioned = false;
    }

    /// <summary>The URL of <paramref name="target"/> for another workspace, or null when there is none.</summary>
    /// <param name="target">Whom the caller looks for.</param>
    /// <param name="callerIsExternal">Whether the caller runs outside; one in a container reaches the host by another name.</param>
    public static (string Url, bool Trusted)? ForDiscovery(WorkspaceView target, bool callerIsExternal)
    {
        if (target.IsExternal && target.Url.Length > 0)
            return (callerIsExternal ? target.Url : FromContainer(target.Url), false);
        if (target.InternalUrl is { Length: > 0 } internalUrl)
            return (internalUrl, false);
        if (target.Url.Length > 0 && !target.UrlIsProvisioned)
            return (target.Url, false);
        return target.Status.IsRoutable() ? (InNetwork(target.Id), true) : null;
    }

    /// <summary>The URL that a message goes to (10.3): an agent's port on the host's loopback is out of reach for a platform in a container, its name is not.</summary>
    /// <param name="record">Whom it is for.</param>
    /// <param name="id">Its id.</param>
    /// <param name="amongContainers">Whether the platform runs in a container, and starts agents in others.</param>
    public static string ForDispatch(WorkspaceRecord record, string id, bool amongContainers) =>
        amongContainers && record.UrlIsProvisioned && record.Url.StartsWith($"{ProvisionedPrefix}:", StringComparison.Ordinal)
            ? InNetwork(id)
            : record.Url;

    /// <summary>The first <c>127.0.0.1</c> and the first <c>localhost</c> become the container's name of its host.</summary>
    public static string FromContainer(string url) => ReplaceFirst(ReplaceFirst(url, "127.0.0.1"), "localhost");

    static string InNetwork(string id) => $"http://ws-{id[..Math.Min(12, id.Length)]}:8000";

    // Names of hosts have no case.
    static string ReplaceFirst(string url, string host) =>
        url.IndexOf(host, StringComparison.OrdinalIgnoreCase) is var at and >= 0 ? string.Concat(url.AsSpan(0, at), HostAlias, url.AsSpan(at + host.Length)) : url;
}

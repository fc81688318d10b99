namespace Molecule.Sdk;

/// <summary>Refuses options that could only fail later, with a sentence that names the option.</summary>
static class AgentOptionsValidation
{
    public static void Validate(this AgentOptions options)
    {
        if (options.Platform is not { IsAbsoluteUri: true, Scheme: "http" or "https" })
            throw Bad(nameof(options.Platform), "must be an absolute http(s) URL", options.Platform);
        if (!Guid.TryParse(options.WorkspaceId, out _))
            throw Bad(nameof(options.WorkspaceId), "must be the UUID that the platform gave the workspace", options.WorkspaceId);
        if (options.Listen is not { IsAbsoluteUri: true, Scheme: "http" })
            throw Bad(nameof(options.Listen), "must be an http URL such as http://127.0.0.1:0", options.Listen);
        if (options.ReportedUrl is { } reported && !(reported.IsAbsoluteUri && reported.Scheme is ("http" or "https")))
            throw Bad(nameof(options.ReportedUrl), "must be an absolute http(s) URL", reported);
        if (options.HeartbeatInterval < TimeSpan.FromMilliseconds(100) || options.HeartbeatInterval > TimeSpan.FromSeconds(60))
            throw Bad(nameof(options.HeartbeatInterval), "must lie between 100 ms and 60 s", options.HeartbeatInterval);
        if (options.MaxConcurrentMessages is < 1 or > 10_000)
            throw Bad(nameof(options.MaxConcurrentMessages), "must lie between 1 and 10 000", options.MaxConcurrentMessages);
        if (options.RememberedMessages is < 1 or > 1_000_000)
            throw Bad(nameof(options.RememberedMessages), "must lie between 1 and 1 000 000", options.RememberedMessages);
        if (options.SendTimeout <= TimeSpan.Zero || options.SendTimeout > TimeSpan.FromMinutes(30))
            throw Bad(nameof(options.SendTimeout), "must be positive and at most 30 min", options.SendTimeout);
        if (options.DrainTimeout < TimeSpan.Zero)
            throw Bad(nameof(options.DrainTimeout), "must not be negative", options.DrainTimeout);
    }

    static AgentConfigurationException Bad(string option, string rule, object? value) => new($"{option} {rule}; it is \"{value}\".");
}

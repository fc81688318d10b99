using System.Net;
using Molecule.Gateway;
using Molecule.Grains;
using Molecule.Grains.Workspaces;
using Molecule.Storage;

namespace Molecule.Silo.Settings;

/// <summary>Turns environment variables into settings, and refuses combinations that would be unsafe.</summary>
sealed class SettingsReader
{
    readonly Variables _variables;

    SettingsReader(Variables variables) => _variables = variables;

    /// <summary>Reads the settings. The data directory is opened, and an admin token is made where one is needed.</summary>
    /// <exception cref="SettingsException">A variable cannot be right.</exception>
    public static SiloSettings Read(Func<string, string?> variable) => new SettingsReader(new Variables(variable)).Read();

    /// <summary>Where the program listens, read alone: nothing is opened or made for it.</summary>
    /// <exception cref="SettingsException">A variable cannot be right.</exception>
    public static IReadOnlyList<ListenAddress> ReadListen(Func<string, string?> variable) => new SettingsReader(new Variables(variable)).ReadListen();

    SiloSettings Read()
    {
        var listen = ReadListen();
        var beyondLoopback = listen.Any(address => !address.IsLoopback);
        var data = DataDirectory.Open(_variables.Text("MOLECULE_DATA") ?? DataDirectory.Default);
        var gateway = ReadGateway(beyondLoopback, _variables.Text("ADMIN_TOKEN"));
        if (gateway is { PreviousAdminToken: not null, HasAdminToken: false })
            throw new SettingsException("ADMIN_TOKEN_PREVIOUS is set, but ADMIN_TOKEN is not. It holds beside a new one while that is being handed out.");
        if (gateway.IsDevelopment && beyondLoopback)
            throw new SettingsException(
                "MOLECULE_ENV says development, whose rules are open to everybody who can connect, but MOLECULE_URLS listens beyond "
                + "this machine. Unset one of them.");

        var made = false;
        string? kept = null;
        // The sample's workspaces have the first tokens, and with these the server closes: to the sample's next step and to who wants to watch it.
        var closes = beyondLoopback || (_variables.Flag("MOLECULE_DEMO") && !gateway.IsDevelopment);
        if (closes && !gateway.HasAdminToken)
        {
            kept = AdminTokenFile.PathIn(data);
            (var token, made) = AdminTokenFile.ReadOrMake(data);
            gateway = ReadGateway(beyondLoopback, token);
        }

        var storage = ReadStorage(data);
        var processes = ProcessSettings.Read(_variables);
        return new SiloSettings
        {
            Listen = listen,
            Data = data,
            Storage = storage,
            Grains = new GrainsOptions
            {
                RemoteLivenessStaleAfter = TimeSpan.FromSeconds(_variables.PositiveOr("REMOTE_LIVENESS_STALE_AFTER", 90)),
                A2AIdleTimeout = gateway.A2AIdleTimeout,
                WorkspaceDirectory = ReadWorkspaceDirectory(mustExist: processes is not null),
                TokenComesWithRegistration = gateway.IsRelaxed,
                RunsInContainer = _variables.BooleanOr("MOLECULE_IN_DOCKER", File.Exists("/.dockerenv")),
                ProvisionTimeout = _variables.PositiveOr("PROVISION_TIMEOUT_SECONDS", 0) is > 0 and var seconds ? TimeSpan.FromSeconds(seconds) : null,
            },
            Gateway = gateway,
            Processes = processes,
            TemplateDirectory = _variables.Text("CONFIGS_DIR"),
            Cluster = ClusterSettings.Read(_variables, storage),
            NotifySocket = _variables.Text("NOTIFY_SOCKET"),
            MadeAdminToken = made,
            AdminTokenPath = kept,
            Ignored = _variables.Ignored,
            DemoAvailable = gateway.IsDevelopment || _variables.Flag("MOLECULE_DEMO"),
            ExportsTelemetry = _variables.Text("OTEL_EXPORTER_OTLP_ENDPOINT") is not null,
            JsonLogs = _variables.OneOf("MOLECULE_LOG_FORMAT", "text", "json") == "json",
            LogLevel = Enum.Parse<LogLevel>(
                _variables.OneOf("MOLECULE_LOG_LEVEL", "information", "trace", "debug", "warning", "error", "critical"), ignoreCase: true),
        };
    }

    ListenAddress[] ReadListen()
    {
        var port = _variables.Number("PORT", 8080, 0, 65_535);
        if (_variables.Text("MOLECULE_URLS") is not { } urls) return [ListenAddress.Parse($"http://localhost:{port}")];
        var addresses = urls.Split([';', ','], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return addresses.Length > 0
            ? [.. addresses.Select(ListenAddress.Parse)]
            : throw new SettingsException("MOLECULE_URLS holds no URL. Unset it, or give for instance http://localhost:8080.");
    }

    StorageOptions ReadStorage(DataDirectory data)
    {
        var storage = ReadDatabase(data);
        storage.ActivityRetention = TimeSpan.FromDays(_variables.Number("ACTIVITY_RETENTION_DAYS", 7, 1, 3650));
        var hours = _variables.PositiveFractionOr("ACTIVITY_CLEANUP_INTERVAL_HOURS", 6);
        storage.RetentionInterval = TimeSpan.FromHours(Math.Clamp(hours, 1 / 60.0, 720));
        return storage;
    }

    StorageOptions ReadDatabase(DataDirectory data)
    {
        if (_variables.Text("DATABASE_URL") is not { } url)
        {
            var file = data.File("molecule.db");
            PrivateFile.Touch(file);
            return StorageOptions.FromUrl($"sqlite:{file}");
        }

        try
        {
            return StorageOptions.FromUrl(url);
        }
        catch (FormatException e)
        {
            // Its text is never quoted: it may hold a password.
            throw new SettingsException($"DATABASE_URL cannot be used. {e.Message}");
        }
    }

    GatewayOptions ReadGateway(bool beyondLoopback, string? adminToken) => new()
    {
        AdminToken = adminToken,
        PreviousAdminToken = _variables.Text("ADMIN_TOKEN_PREVIOUS"),
        Environment = _variables.Text("MOLECULE_ENV") ?? "",
        ForceTestTokens = _variables.Flag("MOLECULE_ENABLE_TEST_TOKENS"),
        OrgId = _variables.Text("MOLECULE_ORG_ID"),
        OrgSlug = _variables.Text("MOLECULE_ORG_SLUG"),
        DeployMode = _variables.Text("MOLECULE_DEPLOY_MODE"),
        ControlPlaneUrl = _variables.Url("CP_UPSTREAM_URL"),
        CanvasProxyUrl = _variables.Url("CANVAS_PROXY_URL"),
        ExternalPlatformUrl = _variables.Url("EXTERNAL_PLATFORM_URL")?.AbsoluteUri.TrimEnd('/'),
        PlatformUrl = _variables.Url("PLATFORM_URL")?.AbsoluteUri.TrimEnd('/'),
        // The sample's agents are local ones.
        AllowsLocalAgents = _variables.Flag("MOLECULE_LOCAL_AGENTS") || _variables.Flag("MOLECULE_DEMO"),
        CorsOrigins = _variables.List("CORS_ORIGINS"),
        RateLimit = _variables.PositiveOr("RATE_LIMIT", 600),
        A2AIdleTimeout = TimeSpan.FromSeconds(_variables.PositiveOr("A2A_IDLE_TIMEOUT_SECONDS", 300)),
        AllowedHosts = _variables.List("ALLOWED_HOSTS") ?? [],
        ListensBeyondLoopback = beyondLoopback,
        // What comes in while load balancers still send it has as much time as what was there before.
        DrainLimit = TimeSpan.FromSeconds(25) + ClusterSettings.ReadDrainDelay(_variables),
        TrustedProxies = [.. (_variables.List("TRUSTED_PROXIES") ?? []).Select(ReadAddress)],
    };

    string? ReadWorkspaceDirectory(bool mustExist)
    {
        var directory = _variables.Text("WORKSPACE_DIR");
        if (directory is not null && !HostDirectory.IsAllowed(directory))
            throw new SettingsException($"WORKSPACE_DIR is \"{directory}\"; give an absolute path without '..' to a directory that is not the system's.");
        if (directory is not null && mustExist && !Directory.Exists(directory))
            throw new SettingsException($"WORKSPACE_DIR is \"{directory}\", which is no directory.");
        return directory;
    }

    static IPAddress ReadAddress(string text) => IPAddress.TryParse(text, out var address)
        ? address
        : throw new SettingsException($"TRUSTED_PROXIES has \"{text}\", which is not an IP address.");
}

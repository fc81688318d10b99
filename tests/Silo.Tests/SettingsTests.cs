using Molecule.Silo.Settings;

namespace Molecule.Silo.Tests;

public sealed class SettingsTests : IDisposable
{
    readonly string _directory = Directory.CreateTempSubdirectory("molecule-silo-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void Fresh_machine_listens_on_loopback_and_needs_no_variable()
    {
        var settings = Read();
        settings.Listen.ShouldHaveSingleItem().ToString().ShouldBe("http://localhost:8080");
        settings.Gateway.HasAdminToken.ShouldBeFalse();
        settings.IsDevelopment.ShouldBeFalse();
        settings.DemoAvailable.ShouldBeFalse();
        File.Exists(Path.Combine(_directory, "admin-token")).ShouldBeFalse();
    }

    [Theory]
    [Row("1.5/PORT 1.5/PLATFORM_URL 1.5/EXTERNAL_PLATFORM_URL 1.5/ADMIN_TOKEN 1.5/MOLECULE_ENV 1.5/MOLECULE_ENABLE_TEST_TOKENS")]
    [Row("1.5/MOLECULE_ORG_ID 1.5/MOLECULE_ORG_SLUG 1.5/CP_UPSTREAM_URL 1.5/CANVAS_PROXY_URL 1.5/CORS_ORIGINS 1.5/RATE_LIMIT")]
    [Row("1.5/A2A_IDLE_TIMEOUT_SECONDS 1.5/REMOTE_LIVENESS_STALE_AFTER 1.5/PROVISION_TIMEOUT_SECONDS 1.5/MOLECULE_IN_DOCKER")]
    [Row("1.5/ACTIVITY 1.5/CONFIGS_DIR 2.10/when")]
    [InlineData("PORT", null, "http://localhost:8080")]
    [InlineData("PORT", "9090", "http://localhost:9090")]
    [InlineData("PLATFORM_URL", "http://p:1/", "http://p:1")]
    [InlineData("EXTERNAL_PLATFORM_URL", "https://m.example/", "https://m.example")]
    [InlineData("ADMIN_TOKEN", "t", "t")]
    [InlineData("MOLECULE_ENV", " Dev ", "dev mode")]
    [InlineData("MOLECULE_ENV", "DEVELOPMENT", "dev mode")]
    [InlineData("MOLECULE_ENV", "test", "")]
    [InlineData("MOLECULE_ENV", "local", "")]
    [InlineData("MOLECULE_ENV", "Production", "production")]
    [InlineData("MOLECULE_ENABLE_TEST_TOKENS", "1", "True")]
    [InlineData("MOLECULE_ENABLE_TEST_TOKENS", "true", "False")]
    [InlineData("MOLECULE_ORG_ID", "acme", "acme")]
    [InlineData("MOLECULE_ORG_SLUG", "acme", "acme")]
    [InlineData("CP_UPSTREAM_URL", "http://cp:1", "http://cp:1/")]
    [InlineData("CANVAS_PROXY_URL", "http://ui:1", "http://ui:1/")]
    [InlineData("CORS_ORIGINS", "https://a, https://b", "https://a https://b")]
    [InlineData("RATE_LIMIT", "7", "7")]
    [InlineData("RATE_LIMIT", "0", "600")]
    [InlineData("RATE_LIMIT", "x", "600")]
    [InlineData("A2A_IDLE_TIMEOUT_SECONDS", "5", "5")]
    [InlineData("A2A_IDLE_TIMEOUT_SECONDS", "-1", "300")]
    [InlineData("REMOTE_LIVENESS_STALE_AFTER", "10", "10")]
    [InlineData("REMOTE_LIVENESS_STALE_AFTER", null, "90")]
    [InlineData("PROVISION_TIMEOUT_SECONDS", "60", "60")]
    [InlineData("PROVISION_TIMEOUT_SECONDS", null, "")]
    [InlineData("MOLECULE_IN_DOCKER", "true", "True")]
    [InlineData("MOLECULE_IN_DOCKER", "f", "False")]
    [InlineData("MOLECULE_IN_DOCKER", "0", "False")]
    [InlineData("MOLECULE_IN_DOCKER", "T", "True")]
    [InlineData("MOLECULE_IN_DOCKER", "TRUE", "True")]
    [InlineData("ACTIVITY_RETENTION_DAYS", null, "7")]
    [InlineData("ACTIVITY_RETENTION_DAYS", "3", "3")]
    [InlineData("ACTIVITY_CLEANUP_INTERVAL_HOURS", null, "6")]
    [InlineData("ACTIVITY_CLEANUP_INTERVAL_HOURS", "2", "2")]
    [InlineData("CONFIGS_DIR", "/templates", "/templates")]
    [InlineData("CONFIGS_DIR", null, "")]
    public void Variable_has_its_effect(string name, string? value, string effect)
    {
        var settings = Read((name, value!));
        var gateway = settings.Gateway;
        var seen = name switch
        {
            "PORT" => settings.Listen.Single().ToString(),
            "PLATFORM_URL" => gateway.PlatformUrl,
            "EXTERNAL_PLATFORM_URL" => gateway.ExternalPlatformUrl,
            "ADMIN_TOKEN" => gateway.AdminToken,
            "MOLECULE_ENV" => gateway.IsDevMode ? "dev mode" : gateway.IsProduction ? "production" : "",
            "MOLECULE_ENABLE_TEST_TOKENS" => gateway.ForceTestTokens.ToString(),
            "MOLECULE_ORG_ID" => gateway.OrgId,
            "MOLECULE_ORG_SLUG" => gateway.OrgSlug,
            "CP_UPSTREAM_URL" => gateway.ControlPlaneUrl?.ToString(),
            "CANVAS_PROXY_URL" => gateway.CanvasProxyUrl?.ToString(),
            "CORS_ORIGINS" => string.Join(' ', gateway.CorsOrigins!),
            "RATE_LIMIT" => $"{gateway.RateLimit}",
            "A2A_IDLE_TIMEOUT_SECONDS" => $"{gateway.A2AIdleTimeout.TotalSeconds}",
            "REMOTE_LIVENESS_STALE_AFTER" => $"{settings.Grains.RemoteLivenessStaleAfter.TotalSeconds}",
            "PROVISION_TIMEOUT_SECONDS" => $"{settings.Grains.ProvisionTimeout?.TotalSeconds}",
            "MOLECULE_IN_DOCKER" => settings.Grains.RunsInContainer.ToString(),
            "ACTIVITY_RETENTION_DAYS" => $"{settings.Storage.ActivityRetention.TotalDays}",
            "ACTIVITY_CLEANUP_INTERVAL_HOURS" => $"{settings.Storage.RetentionInterval.TotalHours}",
            _ => settings.TemplateDirectory ?? "",
        };
        seen.ShouldBe(effect);
    }

    [Theory]
    [Row("1.5/MOLECULE_DEPLOY_MODE")]
    [InlineData(null, null, false)]
    [InlineData(null, "acme", true)]
    [InlineData("saas", null, true)]
    [InlineData("SaaS", null, true)]
    [InlineData("self-hosted", "acme", false)]
    [InlineData("selfhosted", "acme", false)]
    [InlineData("standalone", "acme", false)]
    [InlineData("anything", "acme", false)]
    public void Deploy_mode_decides_about_private_addresses_and_tokens(string? mode, string? org, bool relaxed)
    {
        var settings = Read(("MOLECULE_DEPLOY_MODE", mode!), ("MOLECULE_ORG_ID", org!));
        (settings.Gateway.IsRelaxed, settings.Grains.TokenComesWithRegistration).ShouldBe((relaxed, relaxed));
    }

    [Fact]
    [Row("1.5/WORKSPACE_DIR")]
    public void Workspace_directory_must_be_one_that_agents_can_work_in()
    {
        Read().Grains.WorkspaceDirectory.ShouldBeNull();
        Read(("WORKSPACE_DIR", "/srv/not-there")).Grains.WorkspaceDirectory.ShouldBe("/srv/not-there");
        (string, string)[] starts = [("MOLECULE_PROVISIONER", "process"), ("MOLECULE_AGENT_COMMAND", "true")];
        Read([("WORKSPACE_DIR", _directory), .. starts]).Grains.WorkspaceDirectory.ShouldBe(_directory);
        Should.Throw<SettingsException>(() => Read([("WORKSPACE_DIR", "/srv/not-there"), .. starts])).Message.ShouldContain("WORKSPACE_DIR");
        foreach (var wrong in (string[])["work", "/srv/../etc", "/etc/x", "/"])
            Should.Throw<SettingsException>(() => Read(("WORKSPACE_DIR", wrong))).Message.ShouldContain("WORKSPACE_DIR");
    }

    [Theory]
    [InlineData(null, null, 168, 6)]
    [InlineData("30", "0.5", 720, 0.5)]
    [InlineData("1", "0", 24, 6)]
    [InlineData("1", "often", 24, 6)]
    public void Activity_is_kept_as_long_as_is_said(string? days, string? hours, double keptHours, double everyHours)
    {
        var settings = Read(("ACTIVITY_RETENTION_DAYS", days!), ("ACTIVITY_CLEANUP_INTERVAL_HOURS", hours!));
        settings.Storage.ActivityRetention.TotalHours.ShouldBe(keptHours);
        settings.Storage.RetentionInterval.TotalHours.ShouldBe(everyHours);
    }

    [Theory]
    [InlineData("http://0.0.0.0:8080")]
    [InlineData("http://*:8080")]
    [InlineData("http://[::]:8080")]
    [InlineData("http://localhost:8080;http://192.0.2.7:9000")]
    public void Listener_beyond_loopback_makes_an_admin_token_that_only_its_user_reads(string urls)
    {
        var first = Read(("MOLECULE_URLS", urls));
        var file = Path.Combine(_directory, "admin-token");

        first.MadeAdminToken.ShouldBeTrue();
        first.AdminTokenPath.ShouldBe(file);
        first.Gateway.AdminToken!.Length.ShouldBe(43);
        File.ReadAllText(file).ShouldBe(first.Gateway.AdminToken);
        if (!OperatingSystem.IsWindows()) File.GetUnixFileMode(file).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);

        var second = Read(("MOLECULE_URLS", urls));
        second.MadeAdminToken.ShouldBeFalse();
        second.Gateway.AdminToken.ShouldBe(first.Gateway.AdminToken);
    }

    [Theory]
    [InlineData("production", true)]
    [InlineData("development", false)]
    public void Demo_outside_development_has_an_admin_token_made(string environment, bool isMade)
    {
        var settings = Read(("MOLECULE_DEMO", "1"), ("MOLECULE_ENV", environment));

        settings.MadeAdminToken.ShouldBe(isMade);
        settings.Gateway.HasAdminToken.ShouldBe(isMade);
    }

    [Fact]
    public void Given_admin_token_is_used_and_none_is_made()
    {
        var settings = Read(("MOLECULE_URLS", "http://0.0.0.0:8080"), ("ADMIN_TOKEN", "mine"));
        settings.Gateway.AdminToken.ShouldBe("mine");
        settings.AdminTokenPath.ShouldBeNull();
        File.Exists(Path.Combine(_directory, "admin-token")).ShouldBeFalse();
    }

    [Fact]
    public void Previous_admin_token_holds_only_beside_a_new_one()
    {
        Read(("ADMIN_TOKEN", "new"), ("ADMIN_TOKEN_PREVIOUS", "old")).Gateway.PreviousAdminToken.ShouldBe("old");
        Refusal(("ADMIN_TOKEN_PREVIOUS", "old")).ShouldContain("ADMIN_TOKEN_PREVIOUS");
    }

    [Theory]
    [InlineData(null, "127.0.0.1")]
    [InlineData("10.1.2.3", "10.1.2.3")]
    [InlineData("auto", "127.0.0.1")]
    public void Address_for_other_silos_is_the_one_given_or_the_one_towards_the_database(string? given, string address) =>
        Read(("MOLECULE_ADVERTISED_IP", given!), ("DATABASE_URL", "postgres://molecule@127.0.0.1/molecule"))
            .Cluster.AdvertisedAddress.ToString().ShouldBe(address);

    [Fact]
    public void Address_towards_a_database_on_this_host_is_loopback()
    {
        Read(("MOLECULE_ADVERTISED_IP", "auto")).Cluster.AdvertisedAddress.ToString().ShouldBe("127.0.0.1");
        Read(("MOLECULE_ADVERTISED_IP", "auto"), ("DATABASE_URL", "postgres://molecule@localhost/molecule?host=%2Frun%2Fpostgresql"))
            .Cluster.AdvertisedAddress.ToString().ShouldBe("127.0.0.1");
    }

    [Fact]
    public void Admin_token_that_others_can_read_is_refused()
    {
        if (OperatingSystem.IsWindows()) Assert.Skip("Windows has no file modes");
        var file = Path.Combine(_directory, "admin-token");
        File.WriteAllText(file, "seen");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead);
        Refusal(("MOLECULE_URLS", "http://0.0.0.0:8080")).ShouldContain("can be read by others");
    }

    [Theory]
    [InlineData("development")]
    [InlineData(" DEV ")]
    public void Development_never_leaves_loopback(string environment)
    {
        Refusal(("MOLECULE_ENV", environment), ("MOLECULE_URLS", "http://0.0.0.0:8080")).ShouldContain("development");
        Read(("MOLECULE_ENV", environment), ("MOLECULE_URLS", "http://127.0.0.1:0;http://[::1]:0")).IsDevelopment.ShouldBeTrue();
    }

    [Theory]
    [InlineData("PORT", "eighty")]
    [InlineData("PORT", "70000")]
    [InlineData("ACTIVITY_RETENTION_DAYS", "0")]
    [InlineData("MOLECULE_URLS", "https://localhost:8080")]
    [InlineData("MOLECULE_URLS", "http://example.com:8080")]
    [InlineData("MOLECULE_URLS", "8080")]
    [InlineData("MOLECULE_URLS", ";")]
    [InlineData("DATABASE_URL", "mysql://root:hunter2@localhost/x")]
    [InlineData("CP_UPSTREAM_URL", "nonsense")]
    [InlineData("TRUSTED_PROXIES", "proxy")]
    [InlineData("MOLECULE_LOG_LEVEL", "loud")]
    [InlineData("MOLECULE_LOG_FORMAT", "xml")]
    public void Variable_that_cannot_be_right_is_refused_by_its_name_in_one_line(string name, string value)
    {
        var message = Refusal((name, value));
        message.ShouldContain(name);
        message.ShouldNotContain("hunter2");
        message.ShouldNotContain('\n');
    }

    [Fact]
    public void Data_directory_that_cannot_be_written_is_refused_by_its_name()
    {
        var file = Path.Combine(_directory, "file");
        File.WriteAllText(file, "");
        Refusal(("MOLECULE_DATA", Path.Combine(file, "below"))).ShouldContain("MOLECULE_DATA");
    }

    [Theory]
    [InlineData("0", 600)]
    [InlineData("-3", 600)]
    [InlineData("many", 600)]
    [InlineData("5", 5)]
    public void Rate_limit_that_is_not_positive_means_the_default(string value, int limit) =>
        Read(("RATE_LIMIT", value)).Gateway.RateLimit.ShouldBe(limit);

    [Fact]
    public void Values_that_are_not_used_are_named() =>
        Read(("RATE_LIMIT", "many"), ("A2A_IDLE_TIMEOUT_SECONDS", "-1"), ("REMOTE_LIVENESS_STALE_AFTER", "5")).Ignored
            .ShouldBe(["A2A_IDLE_TIMEOUT_SECONDS", "RATE_LIMIT"]);

    string Refusal(params (string Name, string Value)[] variables) => Should.Throw<SettingsException>(() => Read(variables)).Message;

    SiloSettings Read(params (string Name, string Value)[] variables)
    {
        var all = new Dictionary<string, string> { ["MOLECULE_DATA"] = _directory };
        foreach (var (name, value) in variables) all[name] = value;
        return SettingsReader.Read(all.GetValueOrDefault);
    }
}

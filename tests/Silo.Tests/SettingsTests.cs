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

    string Refusal(params (string Name, string Value)[] variables) => Should.Throw<SettingsException>(() => Read(variables)).Message;

    SiloSettings Read(params (string Name, string Value)[] variables)
    {
        var all = new Dictionary<string, string> { ["MOLECULE_DATA"] = _directory };
        foreach (var (name, value) in variables) all[name] = value;
        return SettingsReader.Read(all.GetValueOrDefault);
    }
}

using System.Text.RegularExpressions;
using Molecule.Silo.Settings;

namespace Molecule.Silo.Tests;

/// <summary>What operators are told of variables is what the program reads: nothing less, nothing more.</summary>
public sealed partial class VariableListTests : IDisposable
{
    // Set by the service manager, not by people; and .NET's own, which is listed with the others.
    static readonly string[] _private = ["NOTIFY_SOCKET", "DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS"];

    static readonly string _root = FindRoot();

    readonly string _directory = Directory.CreateTempSubdirectory("molecule-silo-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void Example_file_lists_exactly_the_variables_that_are_read() =>
        Named("deploy/molecule.env.example").ShouldBe(Read(), ignoreOrder: true);

    // Otherwise the other tests here would not know of it.
    [Fact]
    public void Every_variable_is_read_whatever_the_others_say()
    {
        var asked = Read().Concat(_private).ToHashSet();
        Directory.EnumerateFiles(Path.Combine(_root, "Silo"), "*.cs", SearchOption.AllDirectories)
            .SelectMany(file => Name().Matches(File.ReadAllText(file)).Select(match => match.Groups[1].Value))
            .Where(name => name is not ("GET" or "HEAD" or "POST" or "DELETE") && !asked.Contains(name))
            .ShouldBeEmpty();
    }

    [Fact]
    public void Manual_lists_every_variable_that_is_read()
    {
        var manual = Text("docs/running.md");
        Read().Where(name => !manual.Contains($"`{name}`", StringComparison.Ordinal)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("deploy/compose/compose.yaml")]
    [InlineData("deploy/compose/compose.tls.yaml")]
    [InlineData("deploy/systemd/molecule-silo.service")]
    [InlineData("deploy/systemd/molecule-migrate.service")]
    [InlineData("deploy/Dockerfile")]
    public void Recipe_sets_no_variable_that_is_not_read(string file)
    {
        var set = Setting().Matches(Text(file)).Select(match => match.Groups[1].Value).Where(IsOurs).ToArray();
        set.ShouldNotBeEmpty();
        set.Except(Read()).ShouldBeEmpty();
    }

    [Fact]
    public void Example_file_with_its_placeholders_filled_in_is_accepted()
    {
        var given = Line().Matches(Text("deploy/molecule.env.example"))
            .Where(match => match.Groups[1].Length == 0)
            .ToDictionary(match => match.Groups[2].Value, match => match.Groups[3].Value);
        (given["MOLECULE_DATA"], given["ADMIN_TOKEN"], given["DATABASE_URL"]) = (_directory, "secret", "postgres://molecule:password@127.0.0.1/molecule");

        var settings = SettingsReader.Read(given.GetValueOrDefault);

        settings.Gateway.AdminToken.ShouldBe("secret");
        settings.AdminTokenPath.ShouldBeNull();
        settings.IsDevelopment.ShouldBeFalse();
    }

    /// <summary>The names that the program asks for, found by letting it read.</summary>
    HashSet<string> Read()
    {
        HashSet<string> asked = [];
        SettingsReader.Read(name =>
        {
            asked.Add(name);
            return name == "MOLECULE_DATA" ? _directory : null;
        });
        asked.ExceptWith(_private);
        return asked;
    }

    static string[] Named(string file) =>
        [.. Line().Matches(Text(file)).Select(match => match.Groups[2].Value).Where(IsOurs)];

    // The library of OpenTelemetry reads more of its own.
    static bool IsOurs(string name) => name is "OTEL_EXPORTER_OTLP_ENDPOINT"
        || !(name.StartsWith("OTEL_", StringComparison.Ordinal) || name.StartsWith("DOTNET_", StringComparison.Ordinal)
            || name.StartsWith("POSTGRES_", StringComparison.Ordinal));

    static string Text(string file) => File.ReadAllText(Path.Combine(_root, file));

    static string FindRoot()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (directory is not null && !File.Exists(Path.Combine(directory.FullName, "Molecule.sln"))) directory = directory.Parent;
        return directory?.FullName ?? throw new InvalidOperationException("The tests must run from within the repository.");
    }

    [GeneratedRegex(@"^(#?)([A-Z][A-Z0-9_]+)=(.*?)\r?$", RegexOptions.Multiline)]
    private static partial Regex Line();

    [GeneratedRegex(@"""([A-Z][A-Z0-9_]{2,})""")]
    private static partial Regex Name();

    // "  NAME: value" of compose files, "Environment=NAME=value" of units, "NAME=value" of ENV.
    [GeneratedRegex(@"^(?:\s+|Environment=|ENV )([A-Z][A-Z0-9_]+)(?:: |=)", RegexOptions.Multiline)]
    private static partial Regex Setting();
}

using Microsoft.Extensions.Logging;
using Molecule.Grains.Templates;

namespace Molecule.Provisioning.Templates;

/// <summary>
/// Templates in a directory of this machine: each directory in it that holds a <c>config.yaml</c>, and those below <c>org-templates</c> in it. Links are
/// not followed, so that nothing outside of it is ever a template. What was read is believed for a moment.
/// </summary>
sealed partial class TemplateDirectory(string root, TimeProvider time, ILogger<TemplateDirectory> logger) : ITemplates, IDisposable
{
    /// <summary>The name of a template's configuration.</summary>
    public const string ConfigName = "config.yaml";

    /// <summary>Bytes of the longest configuration.</summary>
    public const int ConfigLimit = 256 * 1024;

    const int MostTemplates = 10_000;
    static readonly TimeSpan Belief = TimeSpan.FromSeconds(2);

    readonly string _root = Path.GetFullPath(root);
    readonly SemaphoreSlim _turn = new(1);
    volatile Reading? _last;

    public ValueTask<TemplateCatalog> ReadAsync() => _last is { } last && time.GetElapsedTime(last.At) < Belief ? new(last.Catalog) : ReadAgainAsync();

    public void Dispose() => _turn.Dispose();

    async ValueTask<TemplateCatalog> ReadAgainAsync()
    {
        await _turn.WaitAsync();
        try
        {
            if (_last is { } last && time.GetElapsedTime(last.At) < Belief)
                return last.Catalog;
            var catalog = new TemplateCatalog(await ReadAllAsync());
            _last = new Reading(catalog, time.GetTimestamp());
            return catalog;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Nobody's list of workspaces fails for it: as if there were none, until it can be read again.
            LogUnreadable(logger, e, _root);
            return _last?.Catalog ?? TemplateCatalog.Empty;
        }
        finally
        {
            _turn.Release();
        }
    }

    async Task<IReadOnlyList<Template>> ReadAllAsync()
    {
        var found = new List<Template>();
        foreach (var (id, directory) in Directories(_root, "").Concat(Directories(Path.Combine(_root, "org-templates"), TemplateCatalog.OrgRoles)))
        {
            if (await ReadAsync(id, directory) is { } template)
                found.Add(template);
        }

        return found;
    }

    // Directories of running workspaces begin with ws- and are no templates.
    static IEnumerable<(string Id, string Path)> Directories(string root, string prefix) =>
        !Directory.Exists(root) ? [] : new DirectoryInfo(root).EnumerateDirectories()
            .Where(directory => directory.LinkTarget is null && !directory.Name.StartsWith("ws-", StringComparison.Ordinal))
            .Take(MostTemplates)
            .Select(directory => (prefix + directory.Name, directory.FullName));

    async Task<Template?> ReadAsync(string id, string directory)
    {
        var config = new FileInfo(Path.Combine(directory, ConfigName));
        if (Directory.Exists(config.FullName))
            return new Template(id, directory) { Fault = TemplateFault.Unreadable };
        if (!config.Exists || config.LinkTarget is not null)
            return null;
        try
        {
            return config.Length > ConfigLimit
                ? new Template(id, directory) { Fault = TemplateFault.Unreadable }
                : TemplateConfig.Read(id, directory, await File.ReadAllTextAsync(config.FullName));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            LogUnreadable(logger, e, config.FullName);
            return new Template(id, directory) { Fault = TemplateFault.Unreadable };
        }
    }

    sealed record Reading(TemplateCatalog Catalog, long At);
}

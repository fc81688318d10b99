using System.Collections.Frozen;

namespace Molecule.Grains.Templates;

/// <summary>The templates there are, and the contract's rules for choosing among them (4.1, 4.3, 6.1, 14).</summary>
public sealed class TemplateCatalog
{
    /// <summary>What ids of an org's roles begin with.</summary>
    public const string OrgRoles = "org-templates/";

    readonly FrozenDictionary<string, Template> _byId;
    readonly FrozenDictionary<string, TimeSpan> _timeouts;
    readonly IReadOnlyList<Template> _templates;
    readonly IReadOnlyList<Template> _roles;

    /// <summary>A catalog of these, in an order that decides between equal names.</summary>
    public TemplateCatalog(IEnumerable<Template> templates)
    {
        var all = templates.OrderBy(template => template.Id, StringComparer.Ordinal).ToArray();
        _byId = all.ToFrozenDictionary(template => template.Id, StringComparer.Ordinal);
        _templates = [.. all.Where(template => !template.Id.StartsWith(OrgRoles, StringComparison.Ordinal))];
        _roles = [.. all.Where(template => template.Id.StartsWith(OrgRoles, StringComparison.Ordinal))];
        _timeouts = _templates.Where(template => template is { Runtime: not null, ProvisionTimeout: not null })
            .GroupBy(template => template.Runtime!, template => template.ProvisionTimeout!.Value, StringComparer.Ordinal)
            .ToFrozenDictionary(runtime => runtime.Key, timeouts => timeouts.Max(), StringComparer.Ordinal);
    }

    /// <summary>No template.</summary>
    public static TemplateCatalog Empty { get; } = new([]);

    /// <summary>The template of this id, or null.</summary>
    public Template? Find(string? id) => id is null ? null : _byId.GetValueOrDefault(id);

    /// <summary>The template of workspaces of this name: its directory is called so, normalised, or else its configuration is.</summary>
    public Template? OfName(string workspaceName) => OfName(_templates, "", workspaceName);

    /// <summary>The same among the roles of org templates.</summary>
    public Template? RoleOfName(string workspaceName) => OfName(_roles, OrgRoles, workspaceName);

    /// <summary>The default template of a runtime: <c>&lt;runtime&gt;-default</c>, else <c>&lt;runtime&gt;</c>.</summary>
    public Template? DefaultOf(string runtime) => Find($"{runtime}-default") ?? Find(runtime);

    /// <summary>What a new workspace gets that asked for a template: that, or else its runtime's default.</summary>
    public Template? ForNew(string? template, string runtime) =>
        string.IsNullOrEmpty(template) ? null : Find(template) ?? DefaultOf(runtime);

    /// <summary>The longest time that a template of the runtime allows for a start, or null: none says.</summary>
    public TimeSpan? ProvisionTimeout(string runtime) => _timeouts.TryGetValue(runtime, out var timeout) ? timeout : null;

    /// <summary>A name as directories are called: lower case, blanks as hyphens, nothing but <c>a-z 0-9 _ -</c>.</summary>
    public static string Normalise(string name) => string.Concat(
        name.ToLowerInvariant().Replace(' ', '-').Where(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '_' or '-'));

    Template? OfName(IReadOnlyList<Template> among, string prefix, string workspaceName) =>
        (Normalise(workspaceName) is { Length: > 0 } directory ? Find(prefix + directory) : null)
        ?? among.FirstOrDefault(template => string.Equals(template.Name, workspaceName, StringComparison.OrdinalIgnoreCase));
}

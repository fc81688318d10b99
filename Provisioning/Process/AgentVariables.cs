using System.Globalization;
using System.Runtime.Versioning;
using System.Text;

namespace Molecule.Provisioning.Process;

/// <summary>The environment of an agent (contract, provisioning 4.5): what the operator hands on, and what the platform says. Nothing is inherited.</summary>
[UnsupportedOSPlatform("windows")]
static class AgentVariables
{
    /// <summary>Marks every process that comes of an agent with the start that it comes of, whatever group or session it moved to.</summary>
    public const string Instance = "MOLECULE_AGENT_INSTANCE";

    public static Dictionary<string, string> Of(
        StartOrder order, AgentDirectory directory, int port, string platformUrl, IReadOnlyDictionary<string, string> handedOn)
    {
        var url = UrlOf(port);
        var variables = new Dictionary<string, string>(handedOn, StringComparer.Ordinal)
        {
            ["WORKSPACE_ID"] = order.WorkspaceId,
            ["WORKSPACE_CONFIG_PATH"] = directory.Configs,
            ["CONFIGS_DIR"] = directory.Configs,
            ["PLUGINS_DIR"] = Path.Combine(directory.Configs, "plugins"),
            ["PLATFORM_URL"] = platformUrl,
            ["MOLECULE_URL"] = platformUrl,
            ["TIER"] = order.Tier.ToString(CultureInfo.InvariantCulture),
            ["PORT"] = port.ToString(CultureInfo.InvariantCulture),
            ["AGENT_URL"] = url,
            ["MOLECULE_SESSION_DIR"] = directory.Session,
            [Instance] = order.InstanceId,

            // The same for agents made with the SDK.
            ["MOLECULE_PLATFORM_URL"] = platformUrl,
            ["MOLECULE_WORKSPACE_ID"] = order.WorkspaceId,
            ["MOLECULE_TOKEN_FILE"] = directory.TokenFile,
            ["MOLECULE_AGENT_NAME"] = order.Name,
            ["MOLECULE_LISTEN_URL"] = url,
            ["MOLECULE_REPORTED_URL"] = url,
        };
        Add("MOLECULE_AGENT_ROLE", order.Role);
        Add("PARENT_ID", order.ParentId);
        Add("HERMES_DEFAULT_MODEL", order.Runtime == "hermes" ? order.Model : null);
        foreach (var who in (string[])["AUTHOR", "COMMITTER"])
        {
            variables.TryAdd($"GIT_{who}_NAME", $"Molecule AI {order.Name}");
            variables.TryAdd($"GIT_{who}_EMAIL", $"{Slug(order.Name)}@agents.moleculesai.app");
        }

        return variables;

        void Add(string name, string? value)
        {
            if (!string.IsNullOrEmpty(value))
                variables[name] = value;
        }
    }

    public static string UrlOf(int port) => $"http://127.0.0.1:{port}";

    static string Slug(string name)
    {
        var slug = new StringBuilder();
        foreach (var c in name.ToLowerInvariant())
        {
            if (char.IsAsciiLetterOrDigit(c))
                slug.Append(c);
            else if (slug.Length > 0 && slug[^1] != '-')
                slug.Append('-');
        }

        return slug.ToString().Trim('-');
    }
}

using System.Runtime.Versioning;
using System.Text;
using Molecule.Provisioning.Templates;

namespace Molecule.Provisioning.Process;

/// <summary>The files of one workspace: its configuration, the directory that its agent works in, what a session keeps, its log. Private to their user.</summary>
[UnsupportedOSPlatform("windows")]
sealed class AgentDirectory
{
    const int ConfigLimit = 256 * 1024;
    const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    public AgentDirectory(string root, string org, string workspaceId)
    {
        if (!IsName(org) || !IsName(workspaceId))
            throw new ProvisioningException("The name of an org or a workspace is no name of a directory.");
        Path = System.IO.Path.Combine(System.IO.Path.GetFullPath(root), org, workspaceId);
    }

    public string Path { get; }

    public string Configs => System.IO.Path.Combine(Path, "configs");

    public string Work => System.IO.Path.Combine(Path, "workspace");

    public string Session => System.IO.Path.Combine(Path, "session");

    public string Log => System.IO.Path.Combine(Path, "agent.log");

    public string TokenFile => System.IO.Path.Combine(Configs, ".auth_token");

    /// <summary>Makes what is missing. What is there is the user's and stays, except a session that is to be discarded.</summary>
    /// <returns>The text of <c>config.yaml</c>.</returns>
    public string Prepare(StartOrder order)
    {
        if (order.ResetSession && Directory.Exists(Session))
            Directory.Delete(Session, recursive: true);
        foreach (var directory in (string[])[Path, Configs, Work, Session])
            Directory.CreateDirectory(directory, OwnerOnly | UnixFileMode.UserExecute);
        var config = System.IO.Path.Combine(Configs, TemplateDirectory.ConfigName);
        if ((order.TemplateDirectory ?? (File.Exists(config) ? null : order.FirstTemplateDirectory)) is { } template)
            TemplateFiles.Copy(template, Configs);
        if (!File.Exists(config))
            Write(config, FirstConfig.Of(order));
        if (order.Token is { } token)
            Write(TokenFile, token);
        else
            File.Delete(TokenFile);
        return new FileInfo(config).Length <= ConfigLimit ? File.ReadAllText(config) : "";
    }

    /// <summary>A file of the configuration; null: none, too long, or not below it.</summary>
    public async Task<string?> ReadConfigAsync(string name, CancellationToken cancellationToken)
    {
        var path = System.IO.Path.GetFullPath(System.IO.Path.Combine(Configs, name));
        if (!path.StartsWith(Configs + System.IO.Path.DirectorySeparatorChar, StringComparison.Ordinal)
            || new FileInfo(path) is not { Exists: true, Length: <= ConfigLimit, LinkTarget: null })
            return null;
        return await File.ReadAllTextAsync(path, cancellationToken);
    }

    /// <summary>Deletes everything.</summary>
    public void Erase()
    {
        if (Directory.Exists(Path))
            Directory.Delete(Path, recursive: true);
    }

    /// <summary>How a file is opened that only its user may read.</summary>
    public static FileStreamOptions Private(FileMode mode) =>
        new() { Mode = mode, Access = FileAccess.Write, Share = FileShare.Read, UnixCreateMode = OwnerOnly };

    // Whole or not at all, private from its first byte.
    static void Write(string path, string text)
    {
        var draft = $"{path}.{Guid.NewGuid():N}";
        using (var file = new FileStream(draft, Private(FileMode.CreateNew)))
            file.Write(Encoding.UTF8.GetBytes(text));
        File.Move(draft, path, overwrite: true);
    }

    static bool IsName(string text) => text.Length is > 0 and <= 100 && text[0] != '.' && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.');
}

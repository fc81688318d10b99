namespace Molecule.Sdk.Platform;

/// <summary>
/// The workspace's token: in memory for every call, in a file of its user for the next start. A platform may rotate it at any time, and
/// whoever rotates it writes the new one to the file.
/// </summary>
sealed class TokenStore
{
    readonly string _path;

    public TokenStore(AgentOptions options)
    {
        _path = options.TokenFile ?? System.IO.Path.Combine(
            Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".molecule", options.WorkspaceId, ".auth_token");
        Current = string.IsNullOrWhiteSpace(options.Token) ? Read() : options.Token.Trim();
    }

    public string Path => _path;

    /// <summary>The token in use, or null before the first registration.</summary>
    public string? Current { get; private set; }

    /// <summary>Reads the file again after the platform refused the token in use.</summary>
    /// <returns>True when the file holds another token, so that the call is worth repeating.</returns>
    public bool Reload()
    {
        if (Read() is not { } stored || stored == Current) return false;
        Current = stored;
        return true;
    }

    /// <summary>Keeps a token that the platform issued. The file appears whole or not at all, and only its user can read it.</summary>
    /// <exception cref="AgentConfigurationException">The file cannot be written.</exception>
    public void Save(string token)
    {
        Current = token;
        try
        {
            var directory = System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(_path))!;
            if (!Directory.Exists(directory)) CreatePrivate(directory);
            var draft = $"{_path}.{Guid.NewGuid():N}";
            using (var file = new FileStream(draft, PrivateFile()))
            using (var writer = new StreamWriter(file))
                writer.Write(token);
            File.Move(draft, _path, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new AgentConfigurationException(
                $"The token that the platform issued cannot be kept in {_path}: {e.Message} It is shown only once. Set TokenFile to "
                + "a file that this user can write, delete this workspace's tokens on the platform and start again.");
        }
    }

    string? Read()
    {
        try
        {
            var text = File.ReadAllText(_path).Trim();
            return text.Length == 0 ? null : text;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new AgentConfigurationException(
                $"The token file {_path} cannot be read: {e.Message} Give it to the user that runs the agent.");
        }
    }

    static void CreatePrivate(string directory)
    {
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(directory);
        else Directory.CreateDirectory(directory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    static FileStreamOptions PrivateFile()
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return options;
    }
}

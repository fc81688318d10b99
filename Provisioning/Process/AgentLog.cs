using System.Runtime.Versioning;
using Microsoft.Extensions.Logging;

namespace Molecule.Provisioning.Process;

/// <summary>Takes what an agent writes: into memory for the console, into a file for later. Two files at most: the new one and the one before.</summary>
[UnsupportedOSPlatform("windows")]
sealed partial class AgentLog(string path, ProcessProvisionerOptions options, ILogger logger)
{
    readonly ConsoleRing _ring = new(options.ConsoleBytes);
    bool _isFileLost;

    /// <summary>The end of it.</summary>
    public override string ToString() => _ring.ToString();

    /// <summary>Reads until the agent and all that hold its output are gone.</summary>
    public async Task TakeAsync(Stream output)
    {
        var buffer = new byte[8192];
        try
        {
            while (await output.ReadAsync(buffer) is > 0 and var count)
            {
                _ring.Write(buffer.AsSpan(0, count));
                await KeepAsync(buffer.AsMemory(0, count));
            }
        }
        catch (IOException e)
        {
            LogOutputLost(logger, e, path);
        }
    }

    /// <summary>The end of what earlier agents of the workspace wrote.</summary>
    public static async Task<string?> ReadEndAsync(string path, int bytes, CancellationToken cancellationToken)
    {
        if (!File.Exists(path))
            return null;
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        file.Seek(-Math.Min(bytes, file.Length), SeekOrigin.End);
        using var reader = new StreamReader(file);
        return await reader.ReadToEndAsync(cancellationToken);
    }

    // A full disk must not stop an agent: its output is read on, and said to be lost once.
    async Task KeepAsync(ReadOnlyMemory<byte> output)
    {
        try
        {
            if (new FileInfo(path) is { Exists: true } file && file.Length + output.Length > options.LogFileBytes)
                File.Move(path, path + ".1", overwrite: true);
            await using var stream = new FileStream(path, AgentDirectory.Private(FileMode.Append));
            await stream.WriteAsync(output);
            _isFileLost = false;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            if (!_isFileLost)
                LogFileLost(logger, e, path);
            _isFileLost = true;
        }
    }
}

using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Molecule.Cluster.Tests.Network;

/// <summary>
/// A network of its own on this machine, joined to this one by two cables. It lives as long as this process and whatever runs inside.
/// </summary>
sealed class Island : IDisposable
{
    const int NetworkNamespace = 0x40000000;
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    readonly Process _holder;

    Island(Process holder)
    {
        _holder = holder;
        (Silos, Database) = (new Cable(this, holder.Id, 0), new Cable(this, holder.Id, 1));
    }

    /// <summary>Leads to the other silos.</summary>
    public Cable Silos { get; }

    /// <summary>Leads to the database.</summary>
    public Cable Database { get; }

    /// <summary>The command that runs another one inside.</summary>
    public IReadOnlyList<string> Enter => ["nsenter", $"--net={Namespace}"];

    string Namespace => $"/proc/{_holder.Id}/ns/net";

    /// <summary>Makes one.</summary>
    /// <returns>The island, or why there can be none here.</returns>
    public static (Island? Island, string Reason) Create()
    {
        if (!OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess) return (null, "network namespaces need root on Linux");
        try
        {
            // It ends with its input, and with it the namespace and the cable: nothing is left behind, however this process ends.
            var holder = Process.Start(new ProcessStartInfo("unshare", ["--net", "cat"]) { RedirectStandardInput = true })!;
            var island = new Island(holder);
            return island.TryBuild() is { } failure ? (null, failure) : (island, "");
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            return (null, $"network namespaces need util-linux and iproute2: {e.Message}");
        }
    }

    /// <summary>A TCP socket inside. Whoever has it may use it from anywhere.</summary>
    public Socket Socket()
    {
        Socket? made = null;
        Exception? fault = null;
        // A thread of its own, which ends there: the namespace is a property of the thread.
        var thread = new Thread(() =>
        {
            try
            {
                using var entrance = File.OpenHandle(Namespace);
                if (setns((int)entrance.DangerousGetHandle(), NetworkNamespace) != 0) throw new IOException("setns failed");
                made = Relay.Tcp();
            }
            catch (Exception e)
            {
                fault = e;
            }
        });
        thread.Start();
        thread.Join();
        return made ?? throw new IOException("There is no socket to be had inside.", fault);
    }

    /// <summary>Runs a command inside.</summary>
    /// <returns>Why it failed; null: it did not.</returns>
    public string? Inside(params string[] command) => Run([.. Enter, .. command]);

    /// <summary>Runs a command here.</summary>
    /// <inheritdoc cref="Inside"/>
    public static string? Run(params string[] command)
    {
        using var process = Process.Start(new ProcessStartInfo(command[0], command[1..]) { RedirectStandardError = true })!;
        var error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? null : $"{string.Join(' ', command)}: {error.Trim()}";
    }

    public void Dispose()
    {
        _holder.StandardInput.Close();
        _holder.WaitForExit();
        _holder.Dispose();
    }

    string? TryBuild() => !SpinWait.SpinUntil(Entered, Patience) ? "the other network was not entered in time"
        : Inside("ip", "link", "set", "lo", "up") ?? Silos.TryLay() ?? Database.TryLay();

    // Until the holder has left this network, its namespace is this one.
    bool Entered() => _holder.HasExited || new FileInfo(Namespace).LinkTarget != new FileInfo("/proc/self/ns/net").LinkTarget;

    [DllImport("libc", SetLastError = true)]
    static extern int setns(int descriptor, int kind);
}

using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Molecule.Cluster.Tests.Network;

/// <summary>
/// A network of its own on this machine, joined to this one by a cable that can be cut: what is sent then is lost without a word, as behind a switch that
/// failed. It lives as long as this process and whatever runs inside.
/// </summary>
sealed class Island : IDisposable
{
    const int NetworkNamespace = 0x40000000;
    const string Switch = "switch";
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    readonly Process _holder;
    readonly string _cable;

    Island(Process holder, string cable, IPAddress here, IPAddress there) => (_holder, _cable, Here, There) = (holder, cable, here, there);

    /// <summary>This side's address.</summary>
    public IPAddress Here { get; }

    /// <summary>The island's address.</summary>
    public IPAddress There { get; }

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
            var island = new Island(holder, $"mol{holder.Id}", Address(holder.Id, 1), Address(holder.Id, 2));
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

    public void Cut() => Require(Inside("ip", "link", "set", _cable + "i", "nomaster"));

    public void Mend() => Require(Inside("ip", "link", "set", _cable + "i", "master", Switch));

    public void Dispose()
    {
        _holder.StandardInput.Close();
        _holder.WaitForExit();
        _holder.Dispose();
    }

    string? TryBuild()
    {
        if (!SpinWait.SpinUntil(Entered, Patience)) return "the other network was not entered in time";
        var inner = _cable + "i";
        return Inside("ip", "link", "set", "lo", "up")
            ?? Run("ip", "link", "add", "name", _cable, "type", "veth", "peer", "name", inner, "netns", $"{_holder.Id}")
            ?? Run("ip", "addr", "add", $"{Here}/30", "dev", _cable)
            ?? Run("ip", "link", "set", _cable, "up")
            // The address is the switch's, not the cable's: when the cable is taken out, nobody is told.
            ?? Inside("ip", "link", "add", "name", Switch, "type", "bridge")
            ?? Inside("ip", "addr", "add", $"{There}/30", "dev", Switch)
            ?? Inside("ip", "link", "set", inner, "master", Switch)
            ?? Inside("ip", "link", "set", inner, "up")
            ?? Inside("ip", "link", "set", Switch, "up");
    }

    // Until the holder has left this network, its namespace is this one.
    bool Entered() => _holder.HasExited || new FileInfo(Namespace).LinkTarget != new FileInfo("/proc/self/ns/net").LinkTarget;

    string? Inside(params string[] command) => Run([.. Enter, .. command]);

    static string? Run(params string[] command)
    {
        using var process = Process.Start(new ProcessStartInfo(command[0], command[1..]) { RedirectStandardError = true })!;
        var error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? null : $"{string.Join(' ', command)}: {error.Trim()}";
    }

    static void Require(string? failure)
    {
        if (failure is not null) throw new InvalidOperationException(failure);
    }

    // Of a range for the tests of networks (RFC 2544), by the process, so that several test runs do not meet.
    static IPAddress Address(int process, int host) => new([198, (byte)(18 + (process >> 14 & 1)), (byte)(process >> 6), (byte)((process & 63) << 2 | host)]);

    [DllImport("libc", SetLastError = true)]
    static extern int setns(int descriptor, int kind);
}

using System.Runtime.Versioning;
using System.Text;
using Microsoft.Extensions.Logging;
using SystemProcess = System.Diagnostics.Process;

namespace Molecule.Provisioning.Process;

/// <summary>One agent that was started: the launcher's process, its log, and how it ended.</summary>
[UnsupportedOSPlatform("windows")]
sealed class AgentProcess
{
    readonly SystemProcess _launcher;
    readonly Stream _signals;
    readonly Task _ended;
    readonly AgentLog _log;

    AgentProcess(SystemProcess launcher, string instanceId, int port, AgentLog log)
    {
        (_launcher, InstanceId, Port, _log) = (launcher, instanceId, port, log);
        // Not its writer: that keeps what a broken pipe did not take, and throws it at whoever closes it.
        _signals = launcher.StandardInput.BaseStream;
        var reading = log.TakeAsync(launcher.StandardOutput.BaseStream);
        _ended = EndAsync(reading);
    }

    /// <summary>The start that it came from.</summary>
    public string InstanceId { get; }

    /// <summary>The port that it was told to listen on.</summary>
    public int Port { get; }

    /// <summary>Whether it lives.</summary>
    public bool IsRunning => !_launcher.HasExited;

    /// <summary>The end of its output.</summary>
    public string Console => _log.ToString();

    /// <summary>Starts it.</summary>
    /// <exception cref="ProvisioningException">The system does not start it.</exception>
    public static AgentProcess Start(
        StartOrder order, int port, string command, string directory, IReadOnlyDictionary<string, string> variables, AgentLog log)
    {
        try
        {
            var launcher = SystemProcess.Start(Launcher.Describe(command, directory, variables))
                ?? throw new ProvisioningException("The system started no process.");
            return new AgentProcess(launcher, order.InstanceId, port, log);
        }
        catch (Exception e) when (e is System.ComponentModel.Win32Exception or IOException or InvalidOperationException)
        {
            throw new ProvisioningException("The launcher of an agent could not be started.", e);
        }
    }

    /// <summary>Tells it to stop, and kills it with its whole group when it does not within <paramref name="grace"/>.</summary>
    /// <returns>Whether it is gone.</returns>
    public async Task<bool> StopAsync(TimeSpan grace, TimeProvider time, CancellationToken cancellationToken)
    {
        if (!_ended.IsCompleted && !(await SignalAsync("TERM") && await EndsWithinAsync(grace, time, cancellationToken)))
        {
            // The end of the pipe means the same as KILL, and cannot be missed.
            await SignalAsync("KILL");
            _signals.Close();
            return await EndsWithinAsync(grace, time, cancellationToken);
        }

        return true;
    }

    async Task<bool> SignalAsync(string name)
    {
        try
        {
            await _signals.WriteAsync(Encoding.ASCII.GetBytes($"{name}\n"));
            return true;
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or InvalidOperationException)
        {
            // It is ending.
            return false;
        }
    }

    async Task<bool> EndsWithinAsync(TimeSpan limit, TimeProvider time, CancellationToken cancellationToken)
    {
        try
        {
            await _ended.WaitAsync(limit, time, cancellationToken);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    // The launcher's end; what holds the output longer is the reader's business.
    async Task EndAsync(Task reading)
    {
        await _launcher.WaitForExitAsync();
        await reading.WaitAsync(TimeSpan.FromSeconds(1), TimeProvider.System)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}

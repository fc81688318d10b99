using System.Net.Sockets;
using System.Text;
using Molecule.Silo.Settings;

namespace Molecule.Silo.Hosting;

/// <summary>
/// Tells the service manager that started the program when it is ready and when it stops, so that "systemctl restart" returns when the next host may
/// follow. Source: sd_notify(3).
/// </summary>
sealed class ServiceManager(SiloSettings settings) : IHostedLifecycleService
{
    public Task StartedAsync(CancellationToken cancellationToken) => TellAsync("READY=1", cancellationToken);

    public Task StoppingAsync(CancellationToken cancellationToken) => TellAsync("STOPPING=1", cancellationToken);

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    async Task TellAsync(string state, CancellationToken cancellationToken)
    {
        if (settings.NotifySocket is not { } path) return;
        using var socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        // A name that begins with @ is no file: the system writes that as a zero.
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(path[0] == '@' ? '\0' + path[1..] : path), cancellationToken);
        await socket.SendAsync(Encoding.UTF8.GetBytes(state), cancellationToken);
    }
}

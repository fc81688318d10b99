using System.Net.Sockets;
using System.Text;
using Molecule.Silo.Hosting;
using Molecule.Silo.Settings;

namespace Molecule.Silo.Tests;

public sealed class ServiceManagerTests : IDisposable
{
    readonly string _directory = Directory.CreateTempSubdirectory("molecule-silo-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task Service_manager_is_told_of_the_start_and_of_the_end()
    {
        if (OperatingSystem.IsWindows()) Assert.Skip("Windows has no datagram sockets in the file system");
        var path = Path.Combine(_directory, "notify");
        using var socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(path));
        var manager = new ServiceManager(Read(("NOTIFY_SOCKET", path)));

        await manager.StartedAsync(TestContext.Current.CancellationToken);
        (await ReceiveAsync(socket)).ShouldBe("READY=1");
        await manager.StoppingAsync(TestContext.Current.CancellationToken);
        (await ReceiveAsync(socket)).ShouldBe("STOPPING=1");
    }

    [Fact]
    public async Task Program_that_no_service_manager_started_tells_nobody() =>
        await new ServiceManager(Read()).StartedAsync(TestContext.Current.CancellationToken);

    static async Task<string> ReceiveAsync(Socket socket)
    {
        var buffer = new byte[64];
        return Encoding.UTF8.GetString(buffer, 0, await socket.ReceiveAsync(buffer, TestContext.Current.CancellationToken));
    }

    SiloSettings Read(params (string Name, string Value)[] variables)
    {
        var all = variables.Append(("MOLECULE_DATA", _directory)).ToDictionary(pair => pair.Item1, pair => pair.Item2);
        return SettingsReader.Read(all.GetValueOrDefault);
    }
}

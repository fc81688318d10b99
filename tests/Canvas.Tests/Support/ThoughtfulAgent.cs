using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Molecule.Canvas.Tests.Support;

/// <summary>An agent that takes a message and answers when it is told to. It serves one connection.</summary>
sealed class ThoughtfulAgent : IAsyncDisposable
{
    const string Answer = """{"jsonrpc":"2.0","id":"1","result":{"kind":"message","role":"agent","messageId":"r","parts":[{"kind":"text","text":"done"}]}}""";

    readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    readonly TaskCompletionSource _mayAnswer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    readonly CancellationTokenSource _stop = new();
    readonly Task _serving;

    public ThoughtfulAgent()
    {
        _listener.Start();
        _serving = ServeAsync();
    }

    /// <summary>Where it listens, as an agent of this machine may register it.</summary>
    public string Url => $"http://localhost:{((IPEndPoint)_listener.LocalEndpoint).Port}/";

    public void MakeUpItsMind() => _mayAnswer.TrySetResult();

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _serving.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    async Task ServeAsync()
    {
        using var client = await _listener.AcceptTcpClientAsync(_stop.Token);
        await using var stream = client.GetStream();
        await ReadRequestAsync(stream);
        await _mayAnswer.Task.WaitAsync(_stop.Token);
        var head = $"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {Answer.Length}\r\nConnection: close\r\n\r\n";
        await stream.WriteAsync(Encoding.ASCII.GetBytes(head + Answer), _stop.Token);
    }

    async Task ReadRequestAsync(NetworkStream stream)
    {
        using var reader = new StreamReader(stream, Encoding.Latin1, leaveOpen: true);
        var length = 0;
        while (await reader.ReadLineAsync(_stop.Token) is { Length: > 0 } line)
        {
            if (line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase))
                length = int.Parse(line.AsSpan(15), CultureInfo.InvariantCulture);
        }

        await reader.ReadBlockAsync(new char[length], _stop.Token);
    }
}

using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Molecule.A2A.Tests.Support;

/// <summary>An agent on a bare socket, so that it can misbehave in any way. Each connection is handled by the script.</summary>
sealed class ScriptedAgent : IAsyncDisposable
{
    readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    readonly CancellationTokenSource _stop = new();
    readonly ConcurrentBag<Task> _connections = [];
    readonly Task _accepting;

    public ScriptedAgent(Func<AgentConnection, Task> script)
    {
        _listener.Start();
        _accepting = AcceptAsync(script);
    }

    /// <summary>Its port on 127.0.0.1.</summary>
    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Its URL.</summary>
    public string Url => $"http://127.0.0.1:{Port}/a2a?x=1";

    /// <summary>The requests that it read, head and body.</summary>
    public ConcurrentQueue<(string Head, string Body)> Requests { get; } = new();

    /// <summary>Ends with the first request that was read.</summary>
    public TaskCompletionSource Received { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>An agent that answers every request with the same bytes and closes.</summary>
    public static ScriptedAgent Answering(string raw) => new(async connection =>
    {
        await connection.ReadRequestAsync();
        await connection.SendAsync(raw);
    });

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        await Task.WhenAll(_connections);
        _stop.Dispose();
    }

    async Task AcceptAsync(Func<AgentConnection, Task> script)
    {
        try
        {
            while (!_stop.IsCancellationRequested)
                _connections.Add(ServeAsync(await _listener.AcceptTcpClientAsync(_stop.Token), script));
        }
        catch (Exception fault) when (_stop.IsCancellationRequested && fault is OperationCanceledException or SocketException or InvalidOperationException)
        {
            // Stopped, at whatever point it was.
        }
    }

    async Task ServeAsync(TcpClient client, Func<AgentConnection, Task> script)
    {
        using (client)
        {
            try
            {
                await script(new AgentConnection(this, client, _stop.Token));
            }
            catch (Exception fault) when (fault is OperationCanceledException or IOException or SocketException)
            {
                // The server hung up, or the test ended.
            }
        }
    }
}

/// <summary>One connection to an agent.</summary>
sealed class AgentConnection(ScriptedAgent agent, TcpClient client, CancellationToken stopping)
{
    readonly NetworkStream _stream = client.GetStream();

    /// <summary>The test ends.</summary>
    public CancellationToken Stopping => stopping;

    /// <summary>Reads one request with a Content-Length.</summary>
    public async Task<(string Head, string Body)> ReadRequestAsync()
    {
        var text = new StringBuilder();
        var buffer = new byte[4096];
        while (true)
        {
            var read = await _stream.ReadAsync(buffer, stopping);
            if (read == 0)
                throw new IOException("The server closed the connection.");
            text.Append(Encoding.Latin1.GetString(buffer, 0, read));
            var all = text.ToString();
            var end = all.IndexOf("\r\n\r\n", StringComparison.Ordinal);
            if (end < 0 || all.Length - end - 4 < ContentLength(all[..end]))
                continue;
            var request = (all[..end], Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(all[(end + 4)..])));
            agent.Requests.Enqueue(request);
            agent.Received.TrySetResult();
            return request;
        }
    }

    /// <summary>Sends text.</summary>
    public Task SendAsync(string raw) => SendAsync(Encoding.UTF8.GetBytes(raw));

    /// <summary>Sends bytes.</summary>
    public async Task SendAsync(ReadOnlyMemory<byte> raw) => await _stream.WriteAsync(raw, stopping);

    /// <summary>Does nothing until the test ends.</summary>
    public Task HangAsync() => Task.Delay(Timeout.Infinite, stopping);

    /// <summary>Ends the connection the hard way.</summary>
    public void Reset() => client.Client.Close(0);

    static int ContentLength(string head) => head.Split("\r\n")
        .Where(line => line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase))
        .Select(line => int.Parse(line[15..]))
        .Single();
}

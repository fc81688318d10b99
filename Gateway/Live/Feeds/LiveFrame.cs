using Molecule.Grains.Events;

namespace Molecule.Gateway.Live.Feeds;

/// <summary>An event on its way to sockets and streams. Its bytes are made once, when the first of them needs them, and shared by all.</summary>
sealed class LiveFrame(OrgEvent source)
{
    readonly Lock _lock = new();
    byte[]? _socketText;
    byte[]? _streamText;

    LiveFrame()
        : this(new OrgEvent(null, "", "", "", default, "{}"))
    {
    }

    /// <summary>Not an event: a sign of life for connections that have none of their own.</summary>
    public static LiveFrame KeepAlive { get; } = new();

    /// <summary>The event.</summary>
    public OrgEvent Event => source;

    /// <summary>Its number in the org's log; null for a live signal.</summary>
    public long? Sequence => source.Sequence;

    /// <summary>The text of the WebSocket message.</summary>
    public ReadOnlyMemory<byte> SocketText
    {
        get
        {
            lock (_lock)
                return _socketText ??= FrameText.ForSocket(source);
        }
    }

    /// <summary>The data line of the server-sent event, with its line end.</summary>
    public ReadOnlyMemory<byte> StreamText
    {
        get
        {
            lock (_lock)
                return _streamText ??= FrameText.ForStream(source);
        }
    }
}

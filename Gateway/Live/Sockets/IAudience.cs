using Molecule.Gateway.Live.Feeds;

namespace Molecule.Gateway.Live.Sockets;

/// <summary>Decides which frames of its org a socket receives.</summary>
interface IAudience
{
    /// <summary>Whether the frame is for this socket. Asked when its turn comes, so the answer is that of the moment.</summary>
    ValueTask<bool> AdmitsAsync(LiveFrame frame, CancellationToken cancellationToken);
}

/// <summary>The canvas: everything in its org.</summary>
sealed class CanvasAudience : IAudience
{
    /// <summary>The only one needed.</summary>
    public static CanvasAudience Instance { get; } = new();

    public ValueTask<bool> AdmitsAsync(LiveFrame frame, CancellationToken cancellationToken) => new(true);
}

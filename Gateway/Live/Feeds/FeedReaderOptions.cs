namespace Molecule.Gateway.Live.Feeds;

/// <summary>What a connection wants of a feed.</summary>
/// <param name="Capacity">Frames held for it.</param>
/// <param name="Since">The last number that the client has seen; null: it starts with the present.</param>
/// <param name="WorkspaceId">Only events about this workspace; null: all.</param>
sealed record FeedReaderOptions(int Capacity, long? Since = null, string? WorkspaceId = null)
{
    /// <summary>How long it may be behind. Default: 10 s.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(10);
}

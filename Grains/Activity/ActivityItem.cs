namespace Molecule.Grains.Activity;

/// <summary>A row on its way to the log.</summary>
/// <param name="Org">Its org.</param>
/// <param name="Row">The row.</param>
/// <param name="Broadcast">Whether it is told of.</param>
/// <param name="Stored">Whoever waits until it is stored; null: nobody.</param>
sealed record ActivityItem(string Org, ActivityRow Row, bool Broadcast, TaskCompletionSource? Stored)
{
    const int Overhead = 512;

    /// <summary>What it holds, about: the length of its texts and a little more.</summary>
    public long Size { get; } = Overhead + Length(Row.RequestBody) + Length(Row.ResponseBody) + Length(Row.ToolTrace) + Length(Row.Summary)
        + Length(Row.ErrorDetail) + Length(Row.Method);

    static int Length(string? text) => text?.Length ?? 0;

    static int Length(JsonBytes? json) => json?.Utf8.Length ?? 0;
}

using Molecule.Grains.Activity;

namespace Molecule.Storage.Activity;

/// <summary>The activity log: what each workspace did, with bodies; kept for some days.</summary>
public interface IActivityLog
{
    /// <summary>Appends rows, many in one statement. A row that is appended again is not listed twice, and takes no place when it comes with the same others.</summary>
    Task AppendAsync(string org, IReadOnlyList<ActivityRow> rows);

    /// <summary>
    /// Bytes of the rows of one list, about: it ends with the row that reaches them, however many more were asked for. A row may hold some MiB.
    /// </summary>
    const int MaxListSize = 16 * 1024 * 1024;

    /// <summary>Rows of one workspace, newest first; fewer than asked for when they hold more than <see cref="MaxListSize"/>.</summary>
    Task<IReadOnlyList<ActivityRow>> ListAsync(string org, string workspaceId, ActivityFilter filter, CancellationToken cancellationToken);

    /// <summary>Deletes rows older than <paramref name="before"/>, those that were written first; at most <paramref name="limit"/> pages, each the rows of a moment.</summary>
    /// <returns>How many pages; fewer than the limit: what was written next is not that old.</returns>
    Task<int> PurgeAsync(DateTimeOffset before, int limit, CancellationToken cancellationToken);
}

/// <summary>Which rows are asked for.</summary>
/// <param name="Type">Only this type, or null.</param>
/// <param name="FromCanvas">True: only rows without a source; false: only with one; null: both.</param>
/// <param name="Limit">1–500.</param>
public sealed record ActivityFilter(string? Type = null, bool? FromCanvas = null, int Limit = 100);

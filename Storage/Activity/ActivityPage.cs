using Molecule.Grains.Activity;

namespace Molecule.Storage.Activity;

/// <summary>
/// Rows of one workspace, type and kind of source that are written together: one row of the table. What makes a row dear is its place in the indexes, and under
/// load a commit holds many rows of a workspace.
/// </summary>
sealed class ActivityPage
{
    /// <summary>A page that holds so much takes no more rows: bytes, about. Whoever wants the newest row reads one page.</summary>
    public const int FullSize = 32 * 1024;

    /// <summary>Rows of one page are at most so far apart: a page is as old as its newest row.</summary>
    public static readonly TimeSpan LongestTime = TimeSpan.FromMinutes(1);

    readonly List<ActivityRow> _rows;
    long _size;

    ActivityPage(ActivityRow first)
    {
        _rows = [first];
        _size = ActivityEntries.SizeOf(first);
        CreatedAt = first.CreatedAt;
    }

    /// <summary>The same for the same rows: a page that is written again is ignored.</summary>
    public string Id => _rows.Count == 1 ? _rows[0].Id : $"{_rows[0].Id}+{_rows.Count - 1}+{_rows[^1].Id}";

    /// <summary>Whose rows they are.</summary>
    public string WorkspaceId => _rows[0].WorkspaceId;

    /// <summary>Their type.</summary>
    public string ActivityType => _rows[0].ActivityType;

    /// <summary>Whether they have no source.</summary>
    public bool FromCanvas => _rows[0].SourceId is null;

    /// <summary>When the newest of them was written.</summary>
    public DateTimeOffset CreatedAt { get; private set; }

    /// <summary>The rows, in their order.</summary>
    public IReadOnlyList<ActivityRow> Rows => _rows;

    /// <summary>Puts rows onto pages.</summary>
    public static IReadOnlyList<ActivityPage> Of(IReadOnlyList<ActivityRow> rows)
    {
        var pages = new List<ActivityPage>();
        var open = new Dictionary<(string WorkspaceId, string ActivityType, bool FromCanvas), ActivityPage>();
        foreach (var row in rows)
        {
            var key = (row.WorkspaceId, row.ActivityType, row.SourceId is null);
            if (!open.TryGetValue(key, out var page) || !page.TryAdd(row))
                pages.Add(open[key] = new(row));
        }

        return pages;
    }

    bool TryAdd(ActivityRow row)
    {
        var size = ActivityEntries.SizeOf(row);
        if (_size + size > FullSize || (row.CreatedAt - _rows[0].CreatedAt).Duration() > LongestTime)
            return false;
        _rows.Add(row);
        _size += size;
        if (row.CreatedAt > CreatedAt)
            CreatedAt = row.CreatedAt;
        return true;
    }
}

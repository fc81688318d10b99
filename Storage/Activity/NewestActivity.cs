using Molecule.Grains.Activity;
using Molecule.Storage.Sql;

namespace Molecule.Storage.Activity;

/// <summary>Finds the newest rows on pages that come newest first.</summary>
/// <param name="limit">Rows that are wanted.</param>
/// <param name="maxSize">What they may hold together; the row that reaches it is the last.</param>
sealed class NewestActivity(int limit, long maxSize)
{
    readonly List<(ActivityRow Row, long Page)> _rows = [];
    readonly HashSet<string> _ids = new(StringComparer.Ordinal);
    DateTimeOffset _oldest = DateTimeOffset.MaxValue;
    long _size;

    /// <summary>Looks at a page.</summary>
    /// <returns>Whether nothing newer is on the pages behind it.</returns>
    public bool Add(ActivityPageData page, string workspaceId)
    {
        if (IsEnough(DbTime.FromDb(page.CreatedAt)))
            return true;
        foreach (var row in Enumerable.Reverse(ActivityEntries.Read(workspaceId, page.ActivityType, page.Entries)))
            Add(row, page.Position);
        return false;
    }

    /// <summary>Looks at a row from before there were pages.</summary>
    /// <returns>Whether nothing newer is behind it.</returns>
    public bool Add(ActivityRow row)
    {
        if (IsEnough(row.CreatedAt))
            return true;
        Add(row, 0);
        return false;
    }

    /// <summary>The rows, newest first, and within one instant the last written first.</summary>
    public List<ActivityRow> Take()
    {
        var newest = new List<ActivityRow>();
        var size = 0L;
        foreach (var (row, _) in _rows.OrderByDescending(found => found.Row.CreatedAt).ThenByDescending(found => found.Page).Take(limit))
        {
            newest.Add(row);
            if ((size += ActivityEntries.SizeOf(row)) >= maxSize)
                break;
        }

        return newest;
    }

    void Add(ActivityRow row, long page)
    {
        // One that was written twice, on pages that differ, is one.
        if (!_ids.Add(row.Id))
            return;
        _rows.Add((row, page));
        _size += ActivityEntries.SizeOf(row);
        _oldest = row.CreatedAt < _oldest ? row.CreatedAt : _oldest;
    }

    // Of one instant the last written are wanted, however many there are; what is too large to be listed is not read for that.
    bool IsEnough(DateTimeOffset next) => (_rows.Count >= limit && next < _oldest) || (_size >= maxSize && next <= _oldest);
}

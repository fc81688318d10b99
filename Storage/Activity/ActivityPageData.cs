using System.Text;
using Molecule.Storage.Sql;
using Molecule.Storage.Sqlite;

namespace Molecule.Storage.Activity;

/// <summary>A page of the activity log as the database has it.</summary>
sealed class ActivityPageData
{
    public static readonly (string Name, string Type)[] Columns =
    [
        ("n", "integer"), ("id", "text"), ("workspace_id", "text"), ("activity_type", "text"), ("from_canvas", "integer"), ("created_at", "bigint"),
        ("entries", "text"),
    ];

    /// <summary>Its place in the statement that writes it.</summary>
    public int N { get; set; }

    /// <summary>Its place in the table.</summary>
    public long Position { get; set; }

    public string Id { get; set; } = "";

    public string WorkspaceId { get; set; } = "";

    public string ActivityType { get; set; } = "";

    public int FromCanvas { get; set; }

    public long CreatedAt { get; set; }

    public string Entries { get; set; } = "";

    public static ActivityPageData Of(ActivityPage page, int n, ActivityScribe scribe) => new()
    {
        N = n,
        Id = page.Id,
        WorkspaceId = page.WorkspaceId,
        ActivityType = page.ActivityType,
        FromCanvas = page.FromCanvas ? 1 : 0,
        CreatedAt = page.CreatedAt.ToDb(),
        Entries = Encoding.UTF8.GetString(scribe.Write(page)),
    };

    /// <summary>Writes a page: the org and then the values of <see cref="Columns"/> without the place, in their order.</summary>
    public static void Append(RowStatement statement, string org, ActivityPage page, ActivityScribe scribe)
    {
        var entries = scribe.Write(page); // First: what cannot be written leaves no half of a row.
        statement.Add(org).Add(page.Id).Add(page.WorkspaceId).Add(page.ActivityType).Add(page.FromCanvas ? 1 : 0).Add(page.CreatedAt.ToDb()).Add(entries).Run();
    }
}

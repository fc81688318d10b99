namespace Molecule.Storage.Sql;

/// <summary>
/// Which orgs have a row of a kind. Jumps from org to org along an index that begins with the org and is partial by the same condition: as many steps as
/// there are such orgs, however many rows each has, and however many orgs have none.
/// </summary>
static class OrgWalk
{
    /// <summary>A part of <c>WITH RECURSIVE</c>: the orgs, and at the end a null.</summary>
    public static string Along(string name, string table, string condition = "1 = 1") =>
        $"""
        {name} (org) AS (
            SELECT min(org) FROM {table} WHERE {condition}
            UNION ALL
            SELECT (SELECT min({table}.org) FROM {table} WHERE {condition} AND {table}.org > {name}.org) FROM {name} WHERE {name}.org IS NOT NULL
        )
        """;
}

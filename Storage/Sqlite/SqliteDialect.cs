using System.Text;
using Molecule.Storage.Sql;

namespace Molecule.Storage.Sqlite;

sealed class SqliteDialect : Dialect
{
    public override string Name => "Sqlite";

    /// <summary>Nothing: there is one writer.</summary>
    public override string SkipLocked => "";

    public override bool HasServer => false;

    public override string CountTables => "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = @table";

    public override string Rows(string parameter, string alias, params ReadOnlySpan<(string Name, string Type)> columns)
    {
        var text = new StringBuilder("(SELECT ");
        foreach (var (name, _) in columns)
            text.Append(text[^1] == ' ' ? "" : ", ").Append($"value ->> '{name}' AS {name}");
        return text.Append($" FROM json_each(@{parameter})) AS {alias}").ToString();
    }

    public override string Values(string parameter) => $"(SELECT value FROM json_each(@{parameter})) AS listed";
}

using System.Text;
using Molecule.Storage.Sql;

namespace Molecule.Storage.Postgres;

sealed class PostgresDialect : Dialect
{
    public override string Name => "Postgres";

    public override string SkipLocked => "FOR UPDATE SKIP LOCKED";

    public override bool HasServer => true;

    // In the first schema of the search path, where CREATE TABLE puts it.
    public override string CountTables => "SELECT count(*) FROM pg_tables WHERE schemaname = current_schema() AND tablename = @table";

    public override string Rows(string parameter, string alias, params ReadOnlySpan<(string Name, string Type)> columns)
    {
        var text = new StringBuilder($"json_to_recordset(@{parameter}::json) AS {alias}(");
        foreach (var (name, type) in columns)
            text.Append(text[^1] == '(' ? "" : ", ").Append($"{name} {type}");
        return text.Append(')').ToString();
    }

    public override string Values(string parameter) => $"json_array_elements_text(@{parameter}::json) AS listed(value)";
}

namespace Molecule.Storage.Sql;

/// <summary>Where the two databases differ inside statements that are otherwise the same.</summary>
abstract class Dialect
{
    /// <summary>The folder of its migrations.</summary>
    public abstract string Name { get; }

    /// <summary>Appended to a subquery that picks a row to be taken: others look for the next instead of waiting for this one.</summary>
    public abstract string SkipLocked { get; }

    /// <summary>A query for the number of tables that have the name <c>@table</c>.</summary>
    public abstract string CountTables { get; }

    /// <summary>
    /// Whether a statement travels to a server. Then many rows are one statement; otherwise a prepared statement for each costs a fraction of that.
    /// </summary>
    public abstract bool HasServer { get; }

    /// <summary>
    /// A table expression over the parameter, a JSON array of objects: that is how many rows travel in one statement of constant text.
    /// See <see cref="RowJson"/>.
    /// </summary>
    /// <param name="parameter">The parameter's name without <c>@</c>.</param>
    /// <param name="alias">What the statement calls the table.</param>
    /// <param name="columns">Members of the objects and the types of their columns.</param>
    public abstract string Rows(string parameter, string alias, params ReadOnlySpan<(string Name, string Type)> columns);

    /// <summary>As <see cref="Rows"/>, for a JSON array of strings; the column is <c>value</c>.</summary>
    public abstract string Values(string parameter);
}

using Microsoft.Data.Sqlite;
using Npgsql;

namespace Molecule.Storage;

/// <summary>Reads <c>DATABASE_URL</c>. Its text is never quoted in errors: it may hold a password.</summary>
static class DatabaseUrl
{
    const string SqliteScheme = "sqlite:";

    public static StorageOptions Parse(string? url)
    {
        if (string.IsNullOrWhiteSpace(url))
            return new();
        if (url.StartsWith(SqliteScheme, StringComparison.OrdinalIgnoreCase))
            return Sqlite(url[SqliteScheme.Length..]);
        if (Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Scheme is "postgres" or "postgresql")
            return Postgres(uri);
        throw new FormatException("The database URL must start with postgres://, postgresql:// or sqlite:.");
    }

    static StorageOptions Sqlite(string path)
    {
        // sqlite:file, sqlite://file and sqlite:///absolute/file are all in use.
        var file = path.StartsWith("//", StringComparison.Ordinal) ? path[2..] : path;
        return file.Length == 0
            ? throw new FormatException("The database URL names no file.")
            : new() { ConnectionString = new SqliteConnectionStringBuilder { DataSource = file }.ToString() };
    }

    static StorageOptions Postgres(Uri uri)
    {
        var builder = new NpgsqlConnectionStringBuilder
        {
            // No URL asks for Kerberos, and asking the server costs a round trip and a complaint where its library is not installed.
            GssEncryptionMode = GssEncryptionMode.Disable,
            Host = uri.Host,
            Port = uri.Port > 0 ? uri.Port : NpgsqlConnection.DefaultPort,
            Database = Uri.UnescapeDataString(uri.AbsolutePath.TrimStart('/')),
        };
        var credentials = uri.UserInfo.Split(':', 2);
        if (credentials[0].Length > 0)
            builder.Username = Uri.UnescapeDataString(credentials[0]);
        if (credentials.Length == 2)
            builder.Password = Uri.UnescapeDataString(credentials[1]);
        foreach (var pair in uri.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
            Apply(builder, pair.Split('=', 2));
        return new() { Dialect = StorageDialect.Postgres, ConnectionString = builder.ToString() };
    }

    static void Apply(NpgsqlConnectionStringBuilder builder, string[] pair)
    {
        var value = pair.Length == 2 ? Uri.UnescapeDataString(pair[1]) : "";
        // libpq's names where they differ from Npgsql's.
        switch (pair[0].ToLowerInvariant())
        {
            case "sslmode":
                builder.SslMode = Enum.TryParse<SslMode>(value.Replace("-", "", StringComparison.Ordinal), ignoreCase: true, out var mode)
                    ? mode
                    : throw new FormatException("The database URL's sslmode is unknown.");
                break;
            case "sslrootcert":
                builder.RootCertificate = value;
                break;
            case "application_name":
                builder.ApplicationName = value;
                break;
            case "host":
                builder.Host = value;
                break;
            case var name:
                throw new FormatException($"The database URL's parameter '{name}' is not supported.");
        }
    }
}

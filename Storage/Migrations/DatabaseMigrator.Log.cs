using Microsoft.Extensions.Logging;

namespace Molecule.Storage.Migrations;

sealed partial class DatabaseMigrator
{
    [LoggerMessage(21, LogLevel.Information, "Applying migration {Migration}")]
    static partial void LogApplying(ILogger logger, string migration);
}

using Molecule.Silo.Settings;
using Molecule.Storage;
using Molecule.Storage.Migrations;

namespace Molecule.Silo.Hosting;

/// <summary>Keeps the program and the schema of its database together.</summary>
static class Migrations
{
    /// <summary>Before serving: migrates where that is safe to do unasked, refuses an old schema where it is not.</summary>
    /// <exception cref="StartException">The schema is too old or too new, or the database does not answer.</exception>
    public static Task PrepareAsync(IServiceProvider services, SiloSettings settings, CancellationToken cancellationToken) =>
        GuardedAsync(services, async migrator =>
        {
            // One file has one program. A server may have several, and an operator who wants to choose the moment.
            if (settings.IsDevelopment || settings.Storage.Dialect == StorageDialect.Sqlite)
            {
                await migrator.MigrateAsync(cancellationToken);
                return;
            }

            var pending = await migrator.PendingAsync(cancellationToken);
            if (pending.Count > 0)
                throw new StartException($"The database lacks {string.Join(", ", pending)}. Run the migrate command, then start again.");
        });

    /// <summary>The migrate command: applies what is missing and says so.</summary>
    /// <exception cref="StartException">The schema is too new, or the database does not answer.</exception>
    public static Task ApplyAsync(IServiceProvider services, CancellationToken cancellationToken) =>
        GuardedAsync(services, async migrator =>
        {
            var applied = await migrator.MigrateAsync(cancellationToken);
            Console.WriteLine(applied.Count == 0 ? "The database is up to date." : $"Applied {string.Join(", ", applied)}.");
        });

    /// <summary>The migrate command with <c>--check</c>: changes nothing.</summary>
    /// <exception cref="StartException">Something is missing, the schema is too new, or the database does not answer.</exception>
    public static Task CheckAsync(IServiceProvider services, CancellationToken cancellationToken) =>
        GuardedAsync(services, async migrator =>
        {
            var pending = await migrator.PendingAsync(cancellationToken);
            if (pending.Count > 0) throw new StartException($"The database lacks {string.Join(", ", pending)}.");
            Console.WriteLine("The database is up to date.");
        });

    static Task GuardedAsync(IServiceProvider services, Func<IDatabaseMigrator, Task> act) =>
        DatabaseFaults.ExplainAsync(services.GetRequiredService<SiloSettings>(), async () =>
        {
            await act(services.GetRequiredService<IDatabaseMigrator>());
            return true;
        });
}

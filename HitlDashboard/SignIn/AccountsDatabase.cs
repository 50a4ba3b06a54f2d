using HitlDashboard.App;
using HitlDashboard.Engine.Lifecycle;
using Microsoft.EntityFrameworkCore;

namespace HitlDashboard.SignIn;

/// <summary>Makes the accounts' file, and refuses one that another version of this program made.</summary>
internal sealed class AccountsDatabase(IDbContextFactory<AccountsContext> contexts, DataFolder data)
{
    /// <summary>Raised with every change of the tables, together with the step that changes an older file.</summary>
    private const int SchemaVersion = 1;
    private const string StampVersion = "PRAGMA user_version=1";

    /// <exception cref="StartRefusedException">The file is from a newer version.</exception>
    public async Task OpenAsync(CancellationToken cancellation)
    {
        // The engine's module brings the SQLite library that this file is read with.
        System.Runtime.CompilerServices.RuntimeHelpers.RunModuleConstructor(typeof(Actor).Module.ModuleHandle);
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        var isNew = await context.Database.EnsureCreatedAsync(cancellation);
        if (isNew)
        {
            // EF Core makes new files with a write-ahead log. This one has several writers and few writes: the rollback journal is right.
            await context.Database.ExecuteSqlRawAsync("PRAGMA journal_mode=DELETE", cancellation);
            await context.Database.ExecuteSqlRawAsync(StampVersion, cancellation);
        }

        var found = (await context.Database.SqlQueryRaw<long>("PRAGMA user_version").ToListAsync(cancellation))[0];
        if (found != SchemaVersion)
        {
            throw new StartRefusedException(
                $"The file {data.AccountsFile} has the schema version {found}, this program knows {SchemaVersion}: start the version that made it, or restore a matching backup.");
        }
    }
}

using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace HitlDashboard.Engine.Persistence;

/// <summary>Makes every reader's connection one that can't write, whatever a query does.</summary>
internal sealed class ReaderSettings : DbConnectionInterceptor
{
    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData) => Apply(connection);

    public override Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        Apply(connection);
        return Task.CompletedTask;
    }

    private static void Apply(DbConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA query_only = ON; PRAGMA busy_timeout = 5000";
        command.ExecuteNonQuery();
    }
}

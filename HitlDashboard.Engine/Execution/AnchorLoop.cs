using HitlDashboard.Engine.Audit;
using HitlDashboard.Engine.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace HitlDashboard.Engine.Execution;

/// <summary>Appends the end of the audit chain to the file of anchors: what was written before can't be changed or cut off unnoticed as long as that file, or a copy of it, is out of reach.</summary>
internal sealed partial class AnchorLoop(AuditTrail trail, IDbContextFactory<EngineDbContext> contexts, EngineOptions options, TimeProvider clock, ILogger<AnchorLoop> log)
{
    public async Task RunAsync(CancellationToken stopping)
    {
        await CheckAsync(stopping);
        using var timer = new PeriodicTimer(options.AuditAnchorEvery, clock);
        while (await timer.WaitForNextTickAsync(stopping))
        {
            Write();
        }
    }

    /// <summary>Writes an anchor where something was committed since the last one.</summary>
    public void Write()
    {
        try
        {
            trail.End?.AppendTo(options.AuditAnchorPath);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            LogFailed(log, problem, options.AuditAnchorPath);
        }
    }

    /// <summary>A database that lacks what was anchored was cut off, or is an older copy. It works all the same: whoever put it there may have had a reason.</summary>
    private async Task CheckAsync(CancellationToken stopping)
    {
        try
        {
            if (AuditAnchor.ReadAll(options.AuditAnchorPath) is not [.., var last])
            {
                return;
            }

            await using var context = await contexts.CreateDbContextAsync(stopping);
            var link = await context.Audit.FirstOrDefaultAsync(row => row.Number == last.Number, stopping);
            if (link is null || Convert.ToHexStringLower(link.Chain) != last.Chain)
            {
                LogCutOff(log, last.Number, last.At);
            }
        }
        catch (Exception problem) when (problem is not OperationCanceledException)
        {
            LogFailed(log, problem, options.AuditAnchorPath);
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "The audit anchors {File} can't be read or written")]
    private static partial void LogFailed(ILogger log, Exception exception, string file);

    [LoggerMessage(2, LogLevel.Error, "The database lacks commit {Number} of {At}, which was anchored: it was cut off, changed, or replaced by an older copy. 'audit verify' says more")]
    private static partial void LogCutOff(ILogger log, long number, DateTimeOffset at);
}

using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.Engine.Persistence;
using Microsoft.EntityFrameworkCore;

namespace HitlDashboard.Engine.Reviews;

/// <summary>Who is or will be away.</summary>
public sealed class AbsenceQueries
{
    private readonly IDbContextFactory<EngineDbContext> _contexts;
    private readonly TimeProvider _clock;

    internal AbsenceQueries(IDbContextFactory<EngineDbContext> contexts, TimeProvider clock) => (_contexts, _clock) = (contexts, clock);

    /// <summary>Absences that are not over, the next first.</summary>
    public async Task<IReadOnlyList<Absence>> ListAsync(CancellationToken cancellation = default)
    {
        await using var context = await _contexts.CreateDbContextAsync(cancellation);
        var now = _clock.GetUtcNow();
        return await context.Absences.Where(absence => absence.Until > now).OrderBy(absence => absence.From)
            .Select(absence => new Absence(absence.Id, absence.Person, absence.Substitute, absence.From, absence.Until)).ToListAsync(cancellation);
    }
}

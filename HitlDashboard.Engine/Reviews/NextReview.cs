using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.Engine.Persistence;
using Microsoft.EntityFrameworkCore;

namespace HitlDashboard.Engine.Reviews;

/// <summary>The most urgent review that a person may take up. Every decision over REST asks for it, so its queries are translated once; a list of names would be translated each time.</summary>
internal static class NextReview
{
    private static readonly Func<EngineDbContext, DateTimeOffset, IAsyncEnumerable<Absence>> Absences =
        EF.CompileAsyncQuery((EngineDbContext context, DateTimeOffset now) => context.Absences.Where(absence => absence.Until > now)
            .Select(absence => new Absence(absence.Id, absence.Person, absence.Substitute, absence.From, absence.Until)));

    private static readonly Func<EngineDbContext, string, string, string, DateTimeOffset, Task<Found?>> MostUrgent =
        EF.CompileAsyncQuery((EngineDbContext context, string name, string person, string assignee, DateTimeOffset now) => context.Reviews
            .Where(review => review.State == ReviewState.Open && review.DeferredUntil == null)
            .Where(review => review.Assignee == null || review.Assignee == assignee)
            .Where(review => review.ClaimedUntil == null || review.ClaimedUntil <= now || review.ClaimedBy == name)
            .Where(review => !context.Decisions.Any(decision =>
                decision.ReviewId == review.Id && decision.State == "Counted" && decision.Version == review.Version && (decision.Person ?? decision.Actor) == person))
            .OrderBy(review => review.UrgentAt).ThenBy(review => review.Number)
            .Select(review => new Found(review.Id, review.UrgentAt, review.Number)).FirstOrDefault());

    public static async Task<ReviewId?> FindAsync(EngineDbContext context, Actor actor, DateTimeOffset now, CancellationToken cancellation)
    {
        // Opened once: otherwise each query opens it.
        await context.Database.OpenConnectionAsync(cancellation);
        var absences = new List<Absence>();
        await foreach (var absence in Absences(context, now).WithCancellation(cancellation))
        {
            absences.Add(absence);
        }

        var found = new List<Found>();
        foreach (var assignee in Absence.AnswersFor(actor.Person, absences, now))
        {
            if (await MostUrgent(context, actor.Name, actor.Person, assignee, now) is { } next)
            {
                found.Add(next);
            }
        }

        return found.Count == 0 ? null : found.MinBy(next => (next.UrgentAt, next.Number))!.Id;
    }

    private sealed record Found(ReviewId Id, DateTimeOffset UrgentAt, long Number);
}

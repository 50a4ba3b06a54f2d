using HitlDashboard.Engine.Ledger;
using HitlDashboard.Engine.Ledger.Commands;
using HitlDashboard.Engine.Lifecycle;

namespace HitlDashboard.Engine.Reviews;

/// <summary>Notes who is away and who stands in.</summary>
public sealed class ChangeAbsence
{
    private readonly TaskLedger _ledger;
    private readonly TimeProvider _clock;

    internal ChangeAbsence(TaskLedger ledger, TimeProvider clock) => (_ledger, _clock) = (ledger, clock);

    /// <summary>Notes an absence. From its first instant to its last, reviews assigned to the person go to the substitute.</summary>
    /// <param name="person">Who is away; somebody else than the actor needs the role admin.</param>
    /// <param name="substitute">Who stands in.</param>
    /// <param name="from">The first instant.</param>
    /// <param name="until">The instant of return.</param>
    /// <param name="actor">Who notes it; needs the role supervisor.</param>
    /// <param name="key">Makes a repeat harmless, or null.</param>
    /// <param name="cancellation">Stops waiting; it may have been recorded all the same.</param>
    /// <returns>The absence. NotAllowed <c>forbidden</c>, <c>invalid-input</c>, <c>absence-overlaps</c> or <c>substitution-loop</c>.</returns>
    public Task<Answer<Absence>> AddAsync(
        string person, string substitute, DateTimeOffset from, DateTimeOffset until, Actor actor, IdempotencyKey? key = null, CancellationToken cancellation = default) =>
        _ledger.SubmitAsync(
            new AddAbsenceCommand(actor, new Absence(Guid.CreateVersion7(_clock.GetUtcNow()), person.Trim(), substitute.Trim(), from.ToUniversalTime(), until.ToUniversalTime())) { Key = key }, cancellation);

    /// <summary>Removes an absence that is not over.</summary>
    /// <returns>Its id. NotAllowed <c>not-found</c> or <c>forbidden</c>.</returns>
    public Task<Answer<Guid>> RemoveAsync(Guid id, Actor actor, IdempotencyKey? key = null, CancellationToken cancellation = default) =>
        _ledger.SubmitAsync(new RemoveAbsenceCommand(actor, id) { Key = key }, cancellation);
}

using HitlDashboard.Engine.Lifecycle;

namespace HitlDashboard.Engine.Ledger.Commands;

/// <summary>Deletes one final run that ended before an instant, the oldest first. One at a time, so that nobody waits long behind it.</summary>
internal sealed record DeleteRunCommand(Actor Actor, DateTimeOffset EndedBefore) : LedgerCommand<DeletedRun>(Actor);

/// <summary>What was deleted.</summary>
/// <param name="Run">The run, or null where none is due.</param>
/// <param name="Artifacts">Its artifacts: their files may go now.</param>
internal sealed record DeletedRun(RunId? Run, IReadOnlyList<ArtifactId> Artifacts);

/// <summary>Forgets messages that were given up and written before an instant, at most a thousand; the answer is how many.</summary>
internal sealed record ForgetMessagesCommand(Actor Actor, DateTimeOffset WrittenBefore) : LedgerCommand<int>(Actor);

using HitlDashboard.Engine.Ledger.Handlers;
using HitlDashboard.Engine.Lifecycle;

namespace HitlDashboard.Engine.Ledger;

/// <summary>A command that waits for the writer, with the caller who waits for its answer.</summary>
internal abstract class Pending
{
    /// <summary>Applies the command within the batch; the answer is kept back until the commit.</summary>
    public abstract void Apply(LedgerSession session);

    /// <summary>Hands the answer over, after the commit.</summary>
    public abstract void Answer();

    public abstract void Fail(Exception exception);
}

/// <summary>A pending command with its answer's type.</summary>
internal sealed class Pending<T>(LedgerCommand<T> command) : Pending
{
    // Continuations must not run on the writer's thread: it has other callers to serve.
    private readonly TaskCompletionSource<Answer<T>> _caller = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Answer<T>? _answer;

    public Task<Answer<T>> Task => _caller.Task;

    public override void Apply(LedgerSession session) => _answer = Dispatch.Apply(session, command);

    public override void Answer() => _caller.TrySetResult(_answer!);

    public override void Fail(Exception exception)
    {
        // Who asked from outside gets an answer; the engine's own loops try again by themselves.
        if (StorageFault.IsOne(exception) && command.Actor.Kind != ActorKind.Engine)
        {
            _caller.TrySetResult(new Answer<T>.NotAllowed(StorageFault.Refusal(exception)));
            return;
        }

        _caller.TrySetException(exception);
    }
}

using System.Text.Json;

namespace HitlDashboard.Engine.Lifecycle;

/// <summary>What the ledger says to a command. Refusals are answers, never exceptions.</summary>
/// <typeparam name="T">What an applied command gives back.</typeparam>
public abstract record Answer<T>
{
    private Answer()
    {
    }

    /// <summary>Committed. Durable when it is read.</summary>
    public sealed record Applied(T Result) : Answer<T>;

    /// <summary>What the command expected is no longer so: decided by somebody else, changed since it was read, lease lost. Nothing was written.</summary>
    public sealed record Stale(Refusal Refusal) : Answer<T>;

    /// <summary>The command is not possible: wrong state, wrong role, wrong content, not found. Nothing was written.</summary>
    public sealed record NotAllowed(Refusal Refusal) : Answer<T>;

    /// <summary>The same idempotency key was answered before; this is that answer. Nothing was written.</summary>
    public sealed record Duplicate(T First) : Answer<T>;

    /// <summary>The result of an applied or duplicate command; default where it was refused.</summary>
    public T? Value => this switch
    {
        Applied applied => applied.Result,
        Duplicate duplicate => duplicate.First,
        _ => default,
    };

    /// <summary>Why it was refused; null where it was not.</summary>
    public Refusal? Refused => this switch
    {
        Stale stale => stale.Refusal,
        NotAllowed notAllowed => notAllowed.Refusal,
        _ => null,
    };
}

/// <summary>Why a command was refused.</summary>
/// <param name="Code">Stable, kebab-case: <c>already-decided</c>, <c>stale-version</c>, <c>not-open</c>, <c>not-staged</c>, <c>not-found</c>, <c>forbidden</c>, <c>reason-required</c>, <c>verdict-not-allowed</c>, <c>invalid-output</c>, <c>invalid-input</c>, <c>invalid-definition</c>, <c>invalid-script</c>, <c>invalid-payload</c>, <c>unknown-signal</c>, <c>too-many-signals</c>, <c>too-long</c>, <c>not-due</c>, <c>wrong-state</c>, <c>idempotency-key-reused</c>, <c>lease-lost</c>, <c>already-approved</c>, <c>separation-of-duties</c>, <c>claimed</c>, <c>defer-past-due</c>, <c>no-escalation</c>, <c>batch-size</c>, <c>absence-overlaps</c>, <c>substitution-loop</c>, <c>storage-failed</c>.</param>
/// <param name="Message">One sentence for people: what happened and what to do.</param>
/// <param name="Details">Facts for programs (the winner, the current version, the violations), or null.</param>
public sealed record Refusal(string Code, string Message, JsonElement? Details = null);

/// <summary>A key that a caller chose for one request, so that a repeat gets the first answer.</summary>
/// <param name="Key">1 to 128 characters.</param>
/// <param name="RequestHash">A hash of the request; the same key with another hash is refused.</param>
public sealed record IdempotencyKey(string Key, string RequestHash);

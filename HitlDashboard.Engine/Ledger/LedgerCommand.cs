using HitlDashboard.Engine.Lifecycle;

namespace HitlDashboard.Engine.Ledger;

/// <summary>Something that somebody wants written. Applied whole or not at all.</summary>
internal abstract record LedgerCommand(Actor Actor)
{
    /// <summary>Makes a repeat harmless; null where the command is harmless by itself.</summary>
    public IdempotencyKey? Key { get; init; }

    /// <summary>Where it waits for the writer.</summary>
    public virtual Lane Lane => Lane.Progress;
}

/// <summary>A command with its answer's type.</summary>
internal abstract record LedgerCommand<T>(Actor Actor) : LedgerCommand(Actor);

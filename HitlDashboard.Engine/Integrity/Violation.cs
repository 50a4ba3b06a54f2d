namespace HitlDashboard.Engine.Integrity;

/// <summary>Something in a database file that the engine can never have written.</summary>
/// <param name="Invariant">The broken rule, <c>I1</c> to <c>I16</c>: docs/guarantees.md says what each demands.</param>
/// <param name="Subject">What it is about, with its id: <c>task 0199… of run #12</c>.</param>
/// <param name="Message">What was found and what was expected.</param>
public sealed record Violation(string Invariant, string Subject, string Message)
{
    /// <summary>One line for people.</summary>
    public override string ToString() => $"{Invariant} {Subject}: {Message}";
}

/// <summary>What a check of a database file found.</summary>
public sealed record Verification
{
    /// <summary>Every broken rule, at most <see cref="Most"/>; empty where the file is sound.</summary>
    public required IReadOnlyList<Violation> Violations { get; init; }

    /// <summary>How many runs the file has.</summary>
    public long Runs { get; init; }

    /// <summary>How many tasks.</summary>
    public long Tasks { get; init; }

    /// <summary>How many reviews.</summary>
    public long Reviews { get; init; }

    /// <summary>How many decisions.</summary>
    public long Decisions { get; init; }

    /// <summary>How many history entries.</summary>
    public long Entries { get; init; }

    /// <summary>How many commits the audit chain has; 0 where there is none.</summary>
    public long Links { get; init; }

    /// <summary>Whether the chain was checked with its key. Without, changed rows are still found, unless whoever changed them changed the chain too.</summary>
    public bool HasKey { get; init; }

    /// <summary>How many anchors the chain was compared with. Without any, nobody can see that its end was cut off.</summary>
    public int Anchors { get; init; }

    /// <summary>The first change of the schema that the file lacks, where an older version wrote it: then the rules of this version do not fit it and were not checked. Else null.</summary>
    public string? OlderSchema { get; init; }

    /// <summary>The most violations that are listed: a damaged file has one cause and many symptoms.</summary>
    public const int Most = 1000;

    /// <summary>Whether no rule is broken.</summary>
    public bool IsSound => Violations.Count == 0;
}

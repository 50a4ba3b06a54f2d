using System.Collections.Concurrent;

namespace HitlDashboard.Tests.Faults;

/// <summary>What the server said yes to, as the clients heard it: the truth that its data is held against.</summary>
internal sealed class Acknowledged
{
    private readonly ConcurrentDictionary<string, Guid> _runs = new();
    private readonly ConcurrentDictionary<string, AcknowledgedDecision> _decisions = new();

    /// <summary>Run ids by the name that their client gave them.</summary>
    public IReadOnlyDictionary<string, Guid> Runs => _runs;

    /// <summary>The decision that ends each run's review, by the run's name.</summary>
    public IReadOnlyDictionary<string, AcknowledgedDecision> Decisions => _decisions;

    public int SentBack { get; private set; }

    public int Undone { get; private set; }

    /// <summary>What is known now.</summary>
    public (IReadOnlyDictionary<string, Guid> Runs, IReadOnlyDictionary<string, AcknowledgedDecision> Decisions) Snapshot() =>
        (new Dictionary<string, Guid>(_runs), new Dictionary<string, AcknowledgedDecision>(_decisions));

    public void Started(string name, Guid run) => _runs[name] = run;

    public void Decided(string name, AcknowledgedDecision decision) => _decisions[name] = decision;

    public void CountSentBack() => SentBack++;

    public void CountUndone() => Undone++;
}

/// <summary>One acknowledged decision.</summary>
/// <param name="Review">About which review.</param>
/// <param name="Decision">Its id.</param>
/// <param name="Text">What the run must answer in the end.</param>
/// <param name="IsStaged">Whether it was staged and takes effect later.</param>
internal sealed record AcknowledgedDecision(Guid Review, Guid Decision, string Text, bool IsStaged);

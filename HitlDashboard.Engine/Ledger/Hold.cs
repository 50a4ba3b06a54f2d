using HitlDashboard.Engine.Definitions;
using HitlDashboard.Engine.Lifecycle;

namespace HitlDashboard.Engine.Ledger;

/// <summary>Something of which only so much can be held at once: a lock, or a place in a concurrency group of tasks or of runs.</summary>
/// <param name="Key">What it is and its name. Locks sort before groups, so that a task that waits for a place in a group keeps its locks, never the other way round.</param>
/// <param name="Mode">Who else may hold it meanwhile.</param>
/// <param name="Slots">How much of it is taken.</param>
/// <param name="Capacity">How much there is.</param>
internal sealed record Hold(string Key, ResourceMode Mode, int Slots, int Capacity)
{
    private const string Lock = "lock ";
    private const string Tasks = "tasks ";
    private const string Runs = "runs ";

    /// <summary>Why whoever can't have it waits.</summary>
    public WaitingFor WaitingFor => Key.StartsWith(Lock, StringComparison.Ordinal) ? WaitingFor.Lock : WaitingFor.Capacity;

    public string Name => Key[(Key.IndexOf(' ') + 1)..];

    /// <summary>What a step's tasks take, in the order in which they take it.</summary>
    public static IReadOnlyList<Hold> Of(StepDefinition step)
    {
        if (step.Resources.Count == 0 && step.Concurrency is null)
        {
            return [];
        }

        var locks = step.Resources.Select(claim => new Hold(Lock + claim.Name, claim.Mode, claim.Slots, claim.Capacity));
        return step.Concurrency is { } limit ? [.. locks, OfGroup(Tasks, limit)] : [.. locks];
    }

    /// <summary>What a run takes.</summary>
    public static Hold OfRun(ConcurrencyLimit limit) => OfGroup(Runs, limit);

    /// <summary>Whether it can be held beside the others.</summary>
    public bool Fits(IReadOnlyCollection<Hold> others) => Mode switch
    {
        ResourceMode.Exclusive => others.Count == 0,
        ResourceMode.Shared => others.All(other => other.Mode == ResourceMode.Shared),
        ResourceMode.Slots => others.All(other => other.Mode == ResourceMode.Slots) && others.Sum(other => other.Slots) + Slots <= Capacity,
    };

    private static Hold OfGroup(string kind, ConcurrencyLimit limit) => new(kind + limit.Group, ResourceMode.Slots, 1, limit.Max);
}

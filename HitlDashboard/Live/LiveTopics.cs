using HitlDashboard.Engine.Events;
using HitlDashboard.Engine.Lifecycle;

namespace HitlDashboard.Live;

/// <summary>What one connection of the hub wants to hear.</summary>
internal sealed record LiveTopics(bool Runs, bool Reviews, bool Stats, IReadOnlySet<RunId> RunIds, IReadOnlySet<string> Queues)
{
    public const int Most = 100;

    public static LiveTopics None { get; } = new(false, false, false, new HashSet<RunId>(), new HashSet<string>());

    /// <summary>Reads names of topics; null and a sentence where one is unknown.</summary>
    public static LiveTopics? Read(IReadOnlyList<string> names, out string? refusal)
    {
        var (runs, queues) = (new HashSet<RunId>(), new HashSet<string>(StringComparer.Ordinal));
        refusal = names.Count > Most ? $"A connection may have {Most} topics; {names.Count} were asked for." : null;
        foreach (var name in names.Where(name => name is not ("runs" or "reviews" or "stats")))
        {
            if (name is ['r', 'u', 'n', ':', .. var id] && RunId.TryParse(id, null, out var run))
            {
                runs.Add(run);
            }
            else if (name is ['q', 'u', 'e', 'u', 'e', ':', .. { Length: > 0 and <= 100 } queue])
            {
                queues.Add(queue);
            }
            else
            {
                refusal ??= "A topic is runs, run:{id}, reviews, queue:{name} or stats.";
            }
        }

        return refusal is null ? new LiveTopics(names.Contains("runs"), names.Contains("reviews"), names.Contains("stats"), runs, queues) : null;
    }

    public bool Want(EngineEvent value) => value switch
    {
        EngineEvent.RunChanged run => Runs || RunIds.Contains(run.RunId),
        EngineEvent.TaskChanged task => RunIds.Contains(task.RunId),
        EngineEvent.ReviewChanged review => Reviews || Queues.Contains(review.Queue) || RunIds.Contains(review.RunId),
        _ => false,
    };
}

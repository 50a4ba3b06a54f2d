namespace HitlDashboard.Tests.Faults.Mixed;

/// <summary>
/// Looks for an order of everything that was asked about a review in which each answer is right, and in which nothing comes before what had been answered when it was sent.
/// Where there is none, somebody was told something that was never true.
/// </summary>
internal sealed class Linearization
{
    /// <summary>The most operations that are looked through.</summary>
    public const int Most = 128;

    private readonly IReadOnlyList<ReviewOperation> _operations;
    private readonly HashSet<(UInt128 Done, ReviewPoint Point)> _seen = [];
    private readonly UInt128 _all;
    private (int Count, UInt128 Done, ReviewPoint Point) _furthest;

    private Linearization(IReadOnlyList<ReviewOperation> operations)
    {
        _operations = operations;
        _all = operations.Index().Where(pair => pair.Item.IsKnown).Aggregate(UInt128.Zero, (mask, pair) => mask | (UInt128.One << pair.Index));
    }

    /// <summary>Null where there is such an order; otherwise how far one comes, and what does not fit there.</summary>
    public static string? Problem(IEnumerable<ReviewOperation> history)
    {
        var operations = history.OrderBy(operation => operation.Invoked).ToList();
        if (operations.Count > Most)
        {
            throw new ArgumentException($"{operations.Count} operations are more than {Most}.", nameof(history));
        }

        var search = new Linearization(operations);
        return search.Ends(0, ReviewPoint.Open) ? null : search.Describe();
    }

    private bool Ends(UInt128 done, ReviewPoint point)
    {
        if ((done & _all) == _all)
        {
            return true;
        }

        if (!_seen.Add((done, point)))
        {
            return false;
        }

        var count = (int)UInt128.PopCount(done);
        _furthest = count >= _furthest.Count ? (count, done, point) : _furthest;
        return Next(done).Any(index => Happens(done, point, index)) || (point.Released is { } released && Ends(done, released));
    }

    /// <summary>What may come next: whatever was sent before the first of the rest was answered.</summary>
    private IEnumerable<int> Next(UInt128 done)
    {
        var rest = Enumerable.Range(0, _operations.Count).Where(index => (done & (UInt128.One << index)) == UInt128.Zero).ToList();
        var first = rest.Min(index => _operations[index].Answered);
        return rest.Where(index => _operations[index].Invoked <= first);
    }

    private bool Happens(UInt128 done, ReviewPoint point, int index)
    {
        var operation = _operations[index];
        var now = done | (UInt128.One << index);
        return operation.IsKnown
            ? point.After(operation) is { } after && Ends(now, after)
            : Possible(operation).Any(answer => point.After(answer) is { } after && after != point && Ends(now, after));
    }

    /// <summary>What nobody heard: every answer that would have changed something.</summary>
    private static IEnumerable<ReviewOperation> Possible(ReviewOperation operation) =>
        (operation.Verb == "decide" ? new[] { "staged", "decided" } : ["ok"]).Select(heard => operation with { Heard = heard });

    private string Describe() =>
        $"after {_furthest.Point}, none of these fits:\n  {string.Join("\n  ", Next(_furthest.Done).Select(index => _operations[index]))}\nof\n  {string.Join("\n  ", _operations)}";
}

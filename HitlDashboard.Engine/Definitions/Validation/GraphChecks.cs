using System.Collections;

namespace HitlDashboard.Engine.Definitions.Validation;

/// <summary>Checks ids, needs and everything that names a step.</summary>
internal sealed class GraphChecks
{
    private const int MaxShown = 10;
    private static readonly HashSet<string> NoSteps = new(StringComparer.Ordinal);

    private readonly IReadOnlyList<StepReader> _readers;
    private readonly IReadOnlyList<StepDefinition> _steps;
    private readonly DefinitionErrors _errors;
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);
    private readonly BitArray?[] _upstream;
    private readonly IReadOnlySet<string> _taken;
    private int[][] _needs = [];
    private bool _cyclic;

    private GraphChecks(IReadOnlyList<StepReader> readers, IReadOnlyList<StepDefinition> steps, DefinitionErrors errors, IReadOnlySet<string> taken)
    {
        _taken = taken;
        _readers = readers;
        _steps = steps;
        _errors = errors;
        _upstream = new BitArray?[steps.Count];
    }

    public static void Check(IReadOnlyList<StepReader> readers, IReadOnlyList<StepDefinition> steps, ReadContext context) =>
        CheckPlan(readers, steps, context, [], NoSteps);

    /// <summary>Checks steps that join others.</summary>
    /// <param name="readers">The readers of the steps.</param>
    /// <param name="steps">The steps.</param>
    /// <param name="context">With everything that names a step.</param>
    /// <param name="taken">Ids that the others have.</param>
    /// <param name="upstream">Those of the others that are final before these begin.</param>
    public static void CheckPlan(
        IReadOnlyList<StepReader> readers, IReadOnlyList<StepDefinition> steps, ReadContext context, IEnumerable<string> taken, IReadOnlySet<string> upstream)
    {
        var graph = new GraphChecks(readers, steps, context.Errors, taken.ToHashSet(StringComparer.Ordinal));
        graph.CheckIds();
        graph.CheckNeeds();
        graph._needs = [.. steps.Select(step => step.Needs.Where(graph._numbers.ContainsKey).Select(need => graph._numbers[need]).ToArray())];
        graph.CheckCycles();
        new ReferenceChecks(graph._numbers, graph._cyclic ? null : graph.IsUpstream, upstream, context.Errors).Check(context.References);
    }

    private void CheckIds()
    {
        for (var i = 0; i < _steps.Count; i++)
        {
            if (_readers[i].Id is { } own && _taken.Contains(own))
            {
                _readers[i].Map.Fail("id", $"the id '{own}' is taken by another step of the run; choose one that is new.");
            }

            if (_readers[i].Id is { } id && !_numbers.TryAdd(id, i))
            {
                _readers[i].Map.Fail("id", $"the id '{id}' is taken by steps[{_numbers[id]}]; ids are unique.");
            }
        }
    }

    private void CheckNeeds()
    {
        for (var i = 0; i < _steps.Count; i++)
        {
            var seen = new HashSet<string>(StringComparer.Ordinal);
            foreach (var need in _readers[i].HasNeeds ? _steps[i].Needs : [])
            {
                var problem = !_numbers.ContainsKey(need) ? $"there is no step '{need}'{Nearest.Hint(need, _numbers.Keys)}."
                    : need == _steps[i].Id ? $"the step '{need}' needs itself; remove it."
                    : !seen.Add(need) ? $"'{need}' stands here twice; remove one."
                    : null;
                if (problem is not null)
                {
                    _readers[i].Map.FailItem("needs", need, problem);
                }
            }
        }
    }

    /// <summary>Takes steps away whose needs are all taken away; what is left goes in circles or waits for one.</summary>
    private void CheckCycles()
    {
        var left = Enumerable.Range(0, _steps.Count).ToHashSet();
        TakeAway(left);
        _cyclic = left.Count > 0;
        while (left.Count > 0)
        {
            var circle = Circle(left);
            if (circle.Count > 1)
            {
                Report(circle);
            }

            left.ExceptWith(circle);
            TakeAway(left);
        }
    }

    private void TakeAway(HashSet<int> left)
    {
        while (left.RemoveWhere(i => !Array.Exists(_needs[i], left.Contains)) > 0)
        {
        }
    }

    private void Report(List<int> circle)
    {
        var place = circle.Where(i => _readers[i].HasNeeds).DefaultIfEmpty(circle[0]).First();
        var names = circle.Append(circle[0]).Select(i => $"'{_steps[i].Id}'").ToList();
        var shown = names.Count <= MaxShown ? names : [.. names[..MaxShown], "…"];
        _readers[place].Map.Fail("needs", $"the steps wait for each other: {string.Join(" waits for ", shown)}.");
    }

    private List<int> Circle(HashSet<int> left)
    {
        var path = new List<int>();
        var at = left.Min();
        while (!path.Contains(at))
        {
            path.Add(at);
            at = Array.Find(_needs[at], left.Contains);
        }

        return path[path.IndexOf(at)..];
    }

    /// <summary>Whether <paramref name="other"/> is final before <paramref name="step"/> is planned.</summary>
    private bool IsUpstream(int step, int other) => Upstream(step)[other];

    private BitArray Upstream(int step)
    {
        var pending = new Stack<int>([step]);
        while (pending.TryPeek(out var at))
        {
            var missing = _needs[at].Where(need => _upstream[need] is null && at != need).ToList();
            if (_upstream[at] is null && missing.Count > 0)
            {
                missing.ForEach(pending.Push);
                continue;
            }

            pending.Pop();
            _upstream[at] ??= Union(at);
        }

        return _upstream[step]!;
    }

    private BitArray Union(int step)
    {
        var all = new BitArray(_steps.Count);
        foreach (var need in _needs[step])
        {
            all.Or(_upstream[need]!).Set(need, true);
        }

        return all;
    }
}

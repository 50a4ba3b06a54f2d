using HitlDashboard.Engine.Definitions;

namespace HitlDashboard.Graph;

/// <summary>A step, or a place where a long edge passes through a column.</summary>
/// <param name="step">The step's place in the file, or -1 for a passage.</param>
/// <param name="layer">Its column.</param>
internal sealed class Vertex(int step, int layer)
{
    public int Step { get; } = step;

    public int Layer { get; } = layer;

    public List<Vertex> Before { get; } = [];

    public List<Vertex> After { get; } = [];

    /// <summary>Its place in the column.</summary>
    public int Rank { get; set; }

    /// <summary>Its middle, in px.</summary>
    public double Y { get; set; }

    public bool IsPassage => Step < 0;

    public double Height => IsPassage ? 8 : StepGraph.NodeHeight;
}

/// <summary>An edge with the passages on its way.</summary>
internal sealed record Route(Vertex From, IReadOnlyList<Vertex> Passages, Vertex To);

/// <summary>Steps in columns: each is one further right than the furthest that it needs.</summary>
internal sealed class LayeredGraph
{
    /// <summary>More bends than this nobody can follow, and they would be megabytes: further long edges are drawn straight.</summary>
    private const int MaxBends = 4_000;

    private readonly Dictionary<(Vertex From, int Layer), Vertex> _passages = [];
    private int _bends;

    private LayeredGraph(IReadOnlyList<Vertex> steps)
    {
        Steps = steps;
        Layers = [.. Enumerable.Range(0, steps.Max(vertex => vertex.Layer) + 1).Select(_ => new List<Vertex>())];
        foreach (var vertex in steps)
        {
            Layers[vertex.Layer].Add(vertex);
        }
    }

    public IReadOnlyList<Vertex> Steps { get; }

    public IReadOnlyList<List<Vertex>> Layers { get; }

    public List<Route> Edges { get; } = [];

    public static LayeredGraph Of(IReadOnlyList<StepDefinition> steps)
    {
        var places = steps.Select((step, place) => (step.Id, place)).ToDictionary(pair => pair.Id, pair => pair.place, StringComparer.Ordinal);
        var needs = steps.Select(step => step.Needs.Where(places.ContainsKey).Select(need => places[need]).Distinct().ToArray()).ToArray();
        var layers = Columns(needs);
        var graph = new LayeredGraph([.. steps.Select((_, place) => new Vertex(place, layers[place]))]);
        for (var place = 0; place < steps.Count; place++)
        {
            foreach (var need in needs[place].Where(need => layers[need] < layers[place]))
            {
                graph.Connect(graph.Steps[need], graph.Steps[place]);
            }
        }

        return graph;
    }

    private void Connect(Vertex from, Vertex to)
    {
        var passages = new List<Vertex>();
        var last = from;
        var isDrawnStraight = (_bends += to.Layer - from.Layer - 1) > MaxBends;
        for (var layer = from.Layer + 1; layer < to.Layer && !isDrawnStraight; layer++)
        {
            last = Passage(from, last, layer);
            passages.Add(last);
        }

        Link(last, to);
        Edges.Add(new Route(from, passages, to));
    }

    // Edges that leave the same step share their passages: fewer lines, and a bound on their number.
    private Vertex Passage(Vertex from, Vertex last, int layer)
    {
        if (!_passages.TryGetValue((from, layer), out var passage))
        {
            passage = new Vertex(-1, layer);
            _passages.Add((from, layer), passage);
            Layers[layer].Add(passage);
            Link(last, passage);
        }

        return passage;
    }

    private static void Link(Vertex before, Vertex after)
    {
        before.After.Add(after);
        after.Before.Add(before);
    }

    // Kahn's order. A valid definition has no cycles; if one came here, its steps would stay in column 0.
    private static int[] Columns(int[][] needs)
    {
        var columns = new int[needs.Length];
        var open = needs.Select(list => list.Length).ToArray();
        var dependents = Enumerable.Range(0, needs.Length).SelectMany(place => needs[place].Select(need => (need, place))).ToLookup(pair => pair.need, pair => pair.place);
        var ready = new Queue<int>(Enumerable.Range(0, needs.Length).Where(place => open[place] == 0));
        while (ready.TryDequeue(out var place))
        {
            foreach (var dependent in dependents[place])
            {
                columns[dependent] = Math.Max(columns[dependent], columns[place] + 1);
                if (--open[dependent] == 0)
                {
                    ready.Enqueue(dependent);
                }
            }
        }

        return columns;
    }
}

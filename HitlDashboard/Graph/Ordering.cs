namespace HitlDashboard.Graph;

/// <summary>Orders each column so that few edges cross: sweeps by the neighbours' mean place, and keeps the best order seen.</summary>
internal static class Ordering
{
    private const int Sweeps = 8;

    public static void Untangle(LayeredGraph graph)
    {
        var layers = graph.Layers;
        layers.ToList().ForEach(Rank);
        var best = Snapshot(layers);
        var fewest = Crossings(layers);
        for (var sweep = 0; sweep < Sweeps && fewest > 0; sweep++)
        {
            Sweep(layers, isForward: sweep % 2 == 0);
            var crossings = Crossings(layers);
            if (crossings < fewest)
            {
                (best, fewest) = (Snapshot(layers), crossings);
            }
        }

        Restore(layers, best);
    }

    private static void Sweep(IReadOnlyList<List<Vertex>> layers, bool isForward)
    {
        foreach (var layer in isForward ? layers.Skip(1) : layers.Reverse().Skip(1))
        {
            var ordered = layer.OrderBy(vertex => Middle(vertex, isForward ? vertex.Before : vertex.After)).ToList();
            layer.Clear();
            layer.AddRange(ordered);
            Rank(layer);
        }
    }

    // A vertex without neighbours on that side stays where it is.
    private static double Middle(Vertex vertex, List<Vertex> neighbours) =>
        neighbours.Count == 0 ? vertex.Rank : neighbours.Average(neighbour => neighbour.Rank);

    private static long Crossings(IReadOnlyList<List<Vertex>> layers) => layers.Skip(1).Sum(layer => Inversions(
        [.. layer.SelectMany(vertex => vertex.Before.Select(before => (before.Rank, vertex.Rank))).Order().Select(pair => pair.Item2)],
        layer.Count));

    // A Fenwick tree counts, for each edge, the earlier ones that end further down.
    private static long Inversions(int[] ends, int size)
    {
        var tree = new int[size + 1];
        long crossings = 0;
        for (var seen = 0; seen < ends.Length; seen++)
        {
            var notBelow = 0;
            for (var node = ends[seen] + 1; node > 0; node -= node & -node)
            {
                notBelow += tree[node];
            }

            crossings += seen - notBelow;
            for (var node = ends[seen] + 1; node <= size; node += node & -node)
            {
                tree[node]++;
            }
        }

        return crossings;
    }

    private static Vertex[][] Snapshot(IReadOnlyList<List<Vertex>> layers) => [.. layers.Select(layer => layer.ToArray())];

    private static void Restore(IReadOnlyList<List<Vertex>> layers, Vertex[][] order)
    {
        for (var layer = 0; layer < layers.Count; layer++)
        {
            layers[layer].Clear();
            layers[layer].AddRange(order[layer]);
            Rank(layers[layer]);
        }
    }

    private static void Rank(List<Vertex> layer)
    {
        for (var place = 0; place < layer.Count; place++)
        {
            layer[place].Rank = place;
        }
    }
}

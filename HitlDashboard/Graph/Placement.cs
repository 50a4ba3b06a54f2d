namespace HitlDashboard.Graph;

/// <summary>
/// Gives every vertex its height on the page: as near to the mean of its neighbours as the order and the gaps of its column allow.
/// Per column this is a least-squares fit under "each at least so far below the one before", solved exactly by pooling neighbours that would collide.
/// </summary>
internal static class Placement
{
    private const int Sweeps = 6;

    public static void Place(LayeredGraph graph)
    {
        foreach (var layer in graph.Layers)
        {
            Fit(layer, vertex => vertex.Rank * (StepGraph.NodeHeight + StepGraph.RowGap));
        }

        for (var sweep = 0; sweep < Sweeps; sweep++)
        {
            var isForward = sweep % 2 == 0;
            foreach (var layer in isForward ? graph.Layers : graph.Layers.Reverse())
            {
                Fit(layer, vertex => Wish(vertex, isForward ? vertex.Before : vertex.After));
            }
        }

        var top = graph.Layers.SelectMany(layer => layer).Min(vertex => vertex.Y - (vertex.Height / 2));
        foreach (var vertex in graph.Layers.SelectMany(layer => layer))
        {
            vertex.Y += StepGraph.Margin - top;
        }
    }

    private static double Wish(Vertex vertex, List<Vertex> neighbours) =>
        neighbours.Count == 0 ? vertex.Y : neighbours.Average(neighbour => neighbour.Y);

    private static void Fit(List<Vertex> layer, Func<Vertex, double> wish)
    {
        var offsets = Offsets(layer);
        var pools = new List<Pool>();
        for (var place = 0; place < layer.Count; place++)
        {
            // A bent long edge disturbs more than a box that is not quite in the middle.
            var weight = layer[place].IsPassage ? 3.0 : 1.0;
            pools.Add(new Pool(weight, weight * (wish(layer[place]) - offsets[place]), 1));
            while (pools.Count > 1 && pools[^2].Mean > pools[^1].Mean)
            {
                pools[^2] = pools[^2].With(pools[^1]);
                pools.RemoveAt(pools.Count - 1);
            }
        }

        var next = 0;
        foreach (var pool in pools)
        {
            for (var end = next + pool.Count; next < end; next++)
            {
                layer[next].Y = pool.Mean + offsets[next];
            }
        }
    }

    private static double[] Offsets(List<Vertex> layer)
    {
        var offsets = new double[layer.Count];
        for (var place = 1; place < layer.Count; place++)
        {
            offsets[place] = offsets[place - 1] + ((layer[place - 1].Height + layer[place].Height) / 2) + StepGraph.RowGap;
        }

        return offsets;
    }

    private readonly record struct Pool(double Weight, double Sum, int Count)
    {
        public double Mean => Sum / Weight;

        public Pool With(Pool other) => new(Weight + other.Weight, Sum + other.Sum, Count + other.Count);
    }
}

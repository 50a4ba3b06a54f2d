using System.Globalization;
using System.Text.RegularExpressions;
using HitlDashboard.Engine.Definitions;
using HitlDashboard.Graph;
using HitlDashboard.Tests.Support;
using Xunit;

namespace HitlDashboard.Tests.Dashboard.Graph;

public sealed partial class StepGraphTests
{
    public static TheoryData<int, int> Shapes() => new() { { 1, 1 }, { 2, 7 }, { 12, 3 }, { 40, 11 }, { 300, 5 }, { 300, 99 } };

    [Fact]
    public void Of_Pipeline_IsOneStraightRow()
    {
        var graph = Draw(("a", []), ("b", ["a"]), ("c", ["b"]));

        Assert.Single(graph.Nodes.Select(node => node.Y).Distinct());
        Assert.Equal([0, 1, 2], graph.Nodes.Select(node => node.Layer));
        Assert.Equal(2, graph.Edges.Count);
    }

    [Fact]
    public void Of_Diamond_CentresTheJoin()
    {
        var graph = Draw(("a", []), ("b", ["a"]), ("c", ["a"]), ("d", ["b", "c"]));

        var byId = graph.Nodes.ToDictionary(node => node.Id);
        Assert.Equal((byId["b"].Y + byId["c"].Y) / 2, byId["d"].Y, 1.0);
        Assert.Equal(2, byId["d"].Layer);
    }

    [Fact]
    public void Of_StepsOutOfOrder_StillGoForward()
    {
        var graph = Draw(("last", ["first"]), ("first", []));

        Assert.Equal(1, graph.Nodes.Single(node => node.Id == "last").Layer);
    }

    [Fact]
    public void Of_LongEdge_PassesBetweenTheBoxes()
    {
        var graph = Draw(("a", []), ("b", ["a"]), ("c", ["b"]), ("d", ["a", "c"]));

        var far = graph.Edges.Single(edge => edge is { From: "a", To: "d" });
        Assert.DoesNotContain(graph.Nodes.Where(node => node.Id is "b" or "c"), node => Points(far.Path).Any(point => IsInside(node, point)));
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Of_AnyShape_NeverOverlapsAndAlwaysGoesForward(int steps, int seed)
    {
        var graph = StepGraph.Of(Random(steps, seed));

        foreach (var column in graph.Nodes.GroupBy(node => node.Layer))
        {
            var tops = column.Select(node => node.Y).Order().ToList();
            Assert.All(tops.Zip(tops.Skip(1)), pair => Assert.True(pair.Second - pair.First >= StepGraph.NodeHeight, $"Boxes overlap: {pair}"));
        }

        Assert.All(graph.Nodes, node => Assert.True(node.X >= 0 && node.Y >= 0 && node.X + StepGraph.NodeWidth <= graph.Width && node.Y + StepGraph.NodeHeight <= graph.Height));
        Assert.All(graph.Edges, edge =>
        {
            var xs = Points(edge.Path).Select(point => point.X).ToList();
            Assert.All(xs.Zip(xs.Skip(1)), pair => Assert.True(pair.Second >= pair.First, $"{edge.From} to {edge.To} goes back"));
        });
    }

    [Fact]
    public void Of_SameDefinitionTwice_IsTheSameDrawing()
    {
        var first = StepGraph.Of(Random(60, 4));
        var second = StepGraph.Of(Random(60, 4));

        Assert.Equal(first.Edges, second.Edges);
        Assert.Equal(first.Nodes.Select(node => (node.X, node.Y)), second.Nodes.Select(node => (node.X, node.Y)));
    }

    [Fact]
    public void Of_EveryStepNeedsAllBeforeIt_StaysBounded()
    {
        var ids = Enumerable.Range(0, 160).Select(place => $"s{place}").ToArray();
        var graph = StepGraph.Of(Samples.Workflow("dense", [.. ids.Select((id, place) => Samples.Step(id, ids[..place]))]));

        Assert.Equal(160 * 159 / 2, graph.Edges.Count);
        Assert.InRange(graph.Edges.Sum(edge => edge.Path.Length), 1, 2_000_000);
    }

    [Fact]
    public void StepGraphs_SameHash_IsDrawnOnce()
    {
        var graphs = new StepGraphs();
        var definition = Random(5, 1);

        Assert.Same(graphs.Of(definition), graphs.Of(definition with { Title = "Another title" }));
    }

    private static StepGraph Draw(params (string Id, string[] Needs)[] steps) =>
        StepGraph.Of(Samples.Workflow("drawn", [.. steps.Select(step => Samples.Step(step.Id, step.Needs))]));

    private static WorkflowDefinition Random(int steps, int seed)
    {
        var chance = new Random(seed);
        return Samples.Workflow("random", [.. Enumerable.Range(0, steps).Select(place => Samples.Step(
            $"s{place}",
            [.. Enumerable.Range(0, place == 0 ? 0 : chance.Next(0, 4)).Select(_ => chance.Next(Math.Max(0, place - 20), place)).Distinct().Select(need => $"s{need}")]))]);
    }

    private static bool IsInside(GraphNode node, (double X, double Y) point) =>
        point.X > node.X && point.X < node.X + StepGraph.NodeWidth && point.Y > node.Y && point.Y < node.Y + StepGraph.NodeHeight;

    private static IEnumerable<(double X, double Y)> Points(string path)
    {
        var numbers = Numbers().Matches(path).Select(match => double.Parse(match.Value, CultureInfo.InvariantCulture)).ToList();
        return numbers.Where((_, place) => place % 2 == 0).Zip(numbers.Where((_, place) => place % 2 == 1));
    }

    [GeneratedRegex(@"-?\d+(\.\d+)?", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Numbers();
}

using HitlDashboard.Engine.Definitions;

namespace HitlDashboard.Graph;

/// <summary>A workflow as a drawing: steps in columns from left to right, edges between them. Pure: the same definition gives the same drawing.</summary>
/// <param name="Nodes">The steps in file order.</param>
/// <param name="Edges">One per need.</param>
/// <param name="Width">In px.</param>
/// <param name="Height">In px.</param>
public sealed record StepGraph(IReadOnlyList<GraphNode> Nodes, IReadOnlyList<GraphEdge> Edges, double Width, double Height)
{
    public const double NodeWidth = 192;
    public const double NodeHeight = 68;
    public const double ColumnGap = 44;
    public const double RowGap = 18;
    public const double Margin = 12;

    public static StepGraph Of(WorkflowDefinition definition)
    {
        var steps = definition.Steps;
        var layered = LayeredGraph.Of(steps);
        Ordering.Untangle(layered);
        Placement.Place(layered);
        var nodes = steps.Select((step, place) => Node(step, layered.Steps[place])).ToList();
        return new StepGraph(
            nodes,
            [.. layered.Edges.Select(edge => new GraphEdge(steps[edge.From.Step].Id, steps[edge.To.Step].Id, EdgePath.Of(edge)))],
            nodes.Max(node => node.X) + NodeWidth + Margin,
            layered.Layers.SelectMany(layer => layer).Max(vertex => vertex.Y + (vertex.Height / 2)) + Margin);
    }

    /// <summary>The left edge of a column.</summary>
    internal static double ColumnX(int layer) => Margin + (layer * (NodeWidth + ColumnGap));

    private static GraphNode Node(StepDefinition step, Vertex vertex) =>
        new(step.Id, step.Name, step.Uses, step.Needs, Asks(step), step.ForEach is not null, vertex.Layer, ColumnX(vertex.Layer), vertex.Y - (NodeHeight / 2));

    private static bool Asks(StepDefinition step) => step.Review is not null || step.Uses == "human" || step.OnFailure == FailureRule.Review;
}

/// <summary>A step's box.</summary>
/// <param name="Id">The step's id.</param>
/// <param name="Name">The step's name.</param>
/// <param name="Uses">The kind of step.</param>
/// <param name="Needs">Ids of the steps before it.</param>
/// <param name="AsksPerson">Whether a person may be asked about it.</param>
/// <param name="IsForEach">Whether it has a task per element of a list.</param>
/// <param name="Layer">Its column, from 0.</param>
/// <param name="X">Left edge in px.</param>
/// <param name="Y">Top edge in px.</param>
public sealed record GraphNode(string Id, string Name, string Uses, IReadOnlyList<string> Needs, bool AsksPerson, bool IsForEach, int Layer, double X, double Y);

/// <summary>A need, drawn.</summary>
/// <param name="From">The step that is needed.</param>
/// <param name="To">The step that needs it.</param>
/// <param name="Path">SVG path data.</param>
public sealed record GraphEdge(string From, string To, string Path);

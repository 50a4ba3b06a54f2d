using System.Globalization;
using System.Text;

namespace HitlDashboard.Graph;

/// <summary>An edge as SVG path data: curves in the gaps between columns, straight through the columns that it passes.</summary>
internal static class EdgePath
{
    public static string Of(Route route)
    {
        var path = new StringBuilder();
        var (x, y) = (StepGraph.ColumnX(route.From.Layer) + StepGraph.NodeWidth, route.From.Y);
        path.Append(CultureInfo.InvariantCulture, $"M{x:0.#} {y:0.#}");
        foreach (var passage in route.Passages)
        {
            Bend(path, x, y, StepGraph.ColumnX(passage.Layer), passage.Y);
            (x, y) = (StepGraph.ColumnX(passage.Layer) + StepGraph.NodeWidth, passage.Y);
            path.Append(CultureInfo.InvariantCulture, $"L{x:0.#} {y:0.#}");
        }

        Bend(path, x, y, StepGraph.ColumnX(route.To.Layer), route.To.Y);
        return path.ToString();
    }

    private static void Bend(StringBuilder path, double fromX, double fromY, double toX, double toY)
    {
        var middle = (fromX + toX) / 2;
        path.Append(CultureInfo.InvariantCulture, $"C{middle:0.#} {fromY:0.#} {middle:0.#} {toY:0.#} {toX:0.#} {toY:0.#}");
    }
}

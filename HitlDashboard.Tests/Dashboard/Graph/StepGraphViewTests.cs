using Bunit;
using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.Graph;
using HitlDashboard.Tests.Support;
using HitlDashboard.Ui;
using Xunit;

namespace HitlDashboard.Tests.Dashboard.Graph;

public sealed class StepGraphViewTests
{
    private static readonly StepGraph Graph = StepGraph.Of(Samples.Workflow("shown", Samples.Step("plan"), Samples.Step("draft", "plan"), Samples.Step("publish", "draft")));

    [Fact]
    public void View_WithFaces_SaysStateInWordsAndList()
    {
        using var bench = new PageBench();

        var view = Render(bench, "draft");

        var draft = view.Find("[data-step=draft]");
        Assert.Equal("draft, process, Awaiting review, round 2, after plan", draft.GetAttribute("aria-label"));
        Assert.Contains("Awaiting review", draft.TextContent, StringComparison.Ordinal);
        Assert.Equal(draft.GetAttribute("aria-label"), view.FindAll("ol li")[1].TextContent);
        Assert.Equal("Not started", view.Find("[data-step=publish] .status").TextContent.Trim());
    }

    [Fact]
    public void View_Selected_IsCurrentAndTheOnlyTabStop()
    {
        using var bench = new PageBench();

        var view = Render(bench, "draft");

        Assert.Equal("true", view.Find("[data-step=draft]").GetAttribute("aria-current"));
        Assert.Equal("draft", Assert.Single(view.FindAll("a[tabindex='0']")).GetAttribute("data-step"));
        Assert.Equal("/runs/1?step=plan", view.Find("[data-step=plan]").GetAttribute("href"));
    }

    [Fact]
    public void View_UnknownSelection_StillHasATabStop()
    {
        using var bench = new PageBench();

        var view = Render(bench, "nowhere");

        Assert.Equal("plan", Assert.Single(view.FindAll("a[tabindex='0']")).GetAttribute("data-step"));
    }

    [Fact]
    public void View_DoneStep_DrawsItsEdgeAsTaken()
    {
        using var bench = new PageBench();

        var view = Render(bench, null);

        Assert.Contains("graph-edge-taken", view.Find("[data-edge='plan draft']").ClassList);
        Assert.DoesNotContain("graph-edge-taken", view.Find("[data-edge='draft publish']").ClassList);
    }

    private static IRenderedComponent<StepGraphView> Render(PageBench bench, string? selected) => bench.Render<StepGraphView>(parameters => parameters
        .Add(view => view.Graph, Graph)
        .Add(view => view.Selected, selected)
        .Add(view => view.Href, step => $"/runs/1?step={step}")
        .Add(view => view.Faces, new Dictionary<string, StepFace>
        {
            ["plan"] = new(Status.Of(Resolution.Succeeded), IsDone: true),
            ["draft"] = new(Status.Of(TaskState.AwaitingReview), Round: 2),
        }));
}

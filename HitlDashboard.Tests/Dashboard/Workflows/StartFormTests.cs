using Bunit;
using HitlDashboard.Engine.Definitions;
using HitlDashboard.Engine.Events;
using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.Engine.Persistence.Rows;
using HitlDashboard.SignIn;
using HitlDashboard.Tests.Support;
using HitlDashboard.Workflows;
using Microsoft.AspNetCore.Components;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;
using static HitlDashboard.Tests.Dashboard.Workflows.NotesPages;

namespace HitlDashboard.Tests.Dashboard.Workflows;

public sealed class StartFormTests
{
    [Fact]
    public void Start_Viewer_IsToldWhichRoleIsMissing()
    {
        using var bench = Filled();
        bench.SignIn("vera", Policies.Viewer);

        var page = Open(bench, "release-notes", "?view=start");

        page.WaitForAssertion(() => Assert.Equal("Starting a run needs the role operator", page.Find(".empty-state h2").TextContent));
    }

    [Fact]
    public void Start_InputRefused_SaysWhyAtTheField()
    {
        using var bench = Filled();
        bench.TakeCommands();
        var page = Open(bench, "release-notes", "?view=start");
        page.WaitForElement("#start-repository").Change("ab");

        page.Find("form.start-form").Submit();

        page.WaitForElement(".start-problem");
        Assert.Equal("true", page.Find("#start-repository").GetAttribute("aria-invalid"));
        Assert.Contains("nothing was started", page.Find("[role=alert] .field-problem").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Start_GoodInput_StartsOneRunAndGoesToIt()
    {
        using var bench = Filled();
        bench.TakeCommands();
        var page = Open(bench, "release-notes", "?view=start");
        page.WaitForElement("#start-repository").Change("demo");
        page.Find("#start-title").Change("Notes for March");

        page.Find("form.start-form").Submit();

        var navigation = bench.Services.GetRequiredService<NavigationManager>();
        page.WaitForState(() => navigation.Uri.Contains("/runs/", StringComparison.Ordinal));
        bench.Change(context => Assert.Equal(("Notes for March", """{"repository":"demo"}"""), context.Runs.Select(run => new { run.Title, run.Input }).AsEnumerable().Select(run => (run.Title, run.Input)).Single()));
    }

    [Fact]
    public void Start_LikeAnEarlierRun_BeginsWithItsInput()
    {
        using var bench = Filled();
        var run = Samples.Run(Notes, 1, RunState.Failed);
        bench.Fill(run);

        var page = Open(bench, "release-notes", $"?view=start&like={run.Id}");

        page.WaitForAssertion(() => Assert.Equal("demo", page.Find("#start-repository").GetAttribute("value")));
    }
}

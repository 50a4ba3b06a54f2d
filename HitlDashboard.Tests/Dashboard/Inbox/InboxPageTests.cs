using Bunit;
using HitlDashboard.Engine.Events;
using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.Engine.Persistence.Rows;
using HitlDashboard.Inbox;
using HitlDashboard.SignIn;
using HitlDashboard.Tests.Support;
using Microsoft.AspNetCore.Components;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace HitlDashboard.Tests.Dashboard.Inbox;

public sealed class InboxPageTests : IDisposable
{
    private readonly PageBench _bench = new();
    private readonly RunRow _run;
    private readonly TaskRow _task;

    public InboxPageTests()
    {
        var workflow = Samples.Workflow("notes", Samples.Step("draft"));
        _run = Samples.Run(workflow, 1);
        _task = Samples.Task(_run, "draft", TaskState.AwaitingReview);
        _bench.Fill(workflow, Samples.Version(workflow), Samples.Row(workflow), _run, _task);
    }

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void Render_Waiting_ShowsTheMostUrgentFirstAndOpensIt()
    {
        Fill(1, 2, 3);

        var page = _bench.Render<InboxPage>();

        page.WaitForAssertion(() => Assert.Equal("Review 1", page.Find("[data-review-title]").TextContent));
        Assert.Equal(["Review 1", "Review 2", "Review 3"], page.FindAll(".row-title").Select(title => title.TextContent));
        Assert.Equal("0", page.Find("[data-queue-list]").GetAttribute("data-cursor"));
        Assert.Contains("3 waiting", page.Find(".queue-footer").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Render_Row_IsNamedForScreenReaders()
    {
        Fill(1);

        var page = _bench.Render<InboxPage>();

        page.WaitForAssertion(() => Assert.Equal("Review 1, Medium risk, notes › draft · Text, waiting", page.Find("[role=option]").GetAttribute("aria-label")));
        Assert.Equal(page.Find("[role=option]").Id, page.Find("[role=listbox]").GetAttribute("aria-activedescendant"));
    }

    [Fact]
    public void Render_NothingWaits_SaysWhatToDo()
    {
        var page = _bench.Render<InboxPage>();

        page.WaitForAssertion(() => Assert.Contains("Start a workflow", page.Find(".queue-empty").TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public void Render_NothingMatches_OffersToClearTheFilter()
    {
        Fill(1);
        _bench.Services.GetRequiredService<NavigationManager>().NavigateTo("/inbox?queue=editors&q=nothing");

        var page = _bench.Render<InboxPage>();

        page.WaitForAssertion(() => Assert.Equal("/inbox", page.Find("[data-clear-filter]").GetAttribute("href")));
        Assert.Equal("nothing", page.Find("[data-filter]").GetAttribute("value"));
    }

    [Fact]
    public void Render_DatabaseFails_SaysSoAndRecovers()
    {
        Fill(1);
        _bench.Change(context => context.Database.ExecuteSqlRaw("ALTER TABLE Reviews RENAME TO Gone"));
        var page = _bench.Render<InboxPage>();
        page.WaitForElement(".queue .error-panel");

        _bench.Change(context => context.Database.ExecuteSqlRaw("ALTER TABLE Gone RENAME TO Reviews"));
        page.Find(".queue .error-panel button").Click();

        page.WaitForAssertion(() => Assert.Equal("Review 1", page.Find("[data-review-title]").TextContent));
    }

    [Fact]
    public async Task DecideAsync_RoleTakenAwayMeanwhile_IsRefusedWithTheReason()
    {
        Fill(1);
        var page = _bench.Render<InboxPage>();
        page.WaitForAssertion(() => Assert.Equal("Review 1", page.Find("[data-review-title]").TextContent));
        var pane = page.Find("[data-review]");
        var input = new CommandInput(pane.GetAttribute("data-id")!, 1, pane.GetAttribute("data-digest")!, "press");

        _bench.SignOut();
        var result = await page.InvokeAsync(() => page.Instance.DecideAsync("Reject", input));

        Assert.Equal("refused", result.Outcome);
        page.WaitForAssertion(() => Assert.Contains("Nothing was changed", page.Find("[data-notice]").TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public void Render_Viewer_MayLookOnly()
    {
        Fill(1);
        _bench.SignIn("vic", Policies.Viewer);

        var page = _bench.Render<InboxPage>();

        page.WaitForAssertion(() => Assert.Contains("needs the role supervisor", page.Find("[data-review]").GetAttribute("data-locked"), StringComparison.Ordinal));
        Assert.Empty(page.FindAll("[data-command^='decide.']"));
    }

    [Fact]
    public async Task DecideAsync_AnotherItemThanTheOneInFront_IsRefused()
    {
        var reviews = Fill(1, 2);
        var page = _bench.Render<InboxPage>();
        page.WaitForElement("[data-review-title]");

        var result = await page.InvokeAsync(() => page.Instance.DecideAsync("Approve", new CommandInput(reviews[1].Id.ToString(), 1, reviews[1].Digest, "k")));

        Assert.Equal(CommandResult.Refused, result);
        Assert.Equal("Review 1", page.Find("[data-review-title]").TextContent);
    }

    [Fact]
    public async Task DecideAsync_Reject_OpensItsFormAndEscCloses()
    {
        var reviews = Fill(1);
        var page = _bench.Render<InboxPage>();
        page.WaitForElement("[data-review-title]");

        var result = await page.InvokeAsync(() => page.Instance.DecideAsync("Reject", new CommandInput(reviews[0].Id.ToString(), 1, reviews[0].Digest, "k")));

        Assert.Equal(CommandResult.Opened, result);
        page.Find("[data-form=Reject]");
        await page.InvokeAsync(page.Instance.Close);
        Assert.Empty(page.FindAll("[data-form]"));
    }

    [Fact]
    public void Arrival_WhileAnItemIsInFront_RaisesThePill()
    {
        Fill(1);
        var page = _bench.Render<InboxPage>();
        page.WaitForElement("[data-review-title]");

        var late = Fill(2)[0];
        _bench.Bus.Publish([new EngineEvent.ReviewChanged(1, late.Id, _run.Id, late.Queue, ReviewState.Open)]);

        page.WaitForAssertion(() => Assert.Contains("1 new", page.Find(".new-pill").TextContent, StringComparison.Ordinal));
        Assert.Single(page.FindAll(".row-title"));
        Assert.Equal("1 new item", page.Find("[data-announcer]").TextContent);
    }

    [Fact]
    public async Task Dispose_AfterUse_LeavesNoListener()
    {
        Fill(1);
        var page = _bench.Render<InboxPage>();
        page.WaitForElement("[data-review-title]");
        Assert.Equal(1, _bench.LiveListeners);

        await _bench.DisposeComponentsAsync();

        Assert.Equal(0, _bench.LiveListeners);
    }

    private List<ReviewRow> Fill(params int[] numbers)
    {
        var reviews = numbers.Select(number => Samples.Review(_run, _task, number)).ToList();
        var request = EngineJson.Write(FakeReviews.Detail(1).Request);
        _bench.Fill([.. reviews]);
        _bench.Change(context => context.Reviews.ExecuteUpdate(row => row.SetProperty(review => review.Request, request)));
        return reviews;
    }
}

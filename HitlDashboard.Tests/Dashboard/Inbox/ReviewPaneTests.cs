using System.Text.Json;
using Bunit;
using HitlDashboard.Engine.Definitions;
using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.Engine.Reviews;
using HitlDashboard.Inbox;
using HitlDashboard.Tests.Support;
using HitlDashboard.Viewers;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace HitlDashboard.Tests.Dashboard.Inbox;

public sealed class ReviewPaneTests : BunitContext
{
    public ReviewPaneTests()
    {
        JSInterop.Mode = JSRuntimeMode.Loose;
        Services.AddSingleton<TimeProvider>(new FixedClock(FixedClock.Noon));
    }

    [Fact]
    public void Render_Item_CarriesWhatADecisionMustName()
    {
        var detail = FakeReviews.Detail(1);

        var pane = Show(detail).Find("[data-review]");

        Assert.Equal((detail.Item.Id.ToString(), "1", detail.Digest), (pane.GetAttribute("data-id"), pane.GetAttribute("data-version"), pane.GetAttribute("data-digest")));
    }

    [Fact]
    public void Render_Item_SaysWhatApprovingDoes() =>
        Assert.Equal("Approving runs publish.", Show(FakeReviews.Detail(1)).Find(".review-consequence span").TextContent);

    [Fact]
    public void Render_AllowedVerdicts_AreTheOnlyButtonsAndTakeNoFocus()
    {
        var buttons = Show(FakeReviews.Detail(1, with => with.Allowed = [Verdict.Approve, Verdict.Reject])).FindAll(".decision-bar button");

        Assert.Equal(["decide.approve", "decide.reject"], buttons.Select(button => button.GetAttribute("data-command")));
        Assert.All(buttons, button => Assert.Equal("-1", button.GetAttribute("tabindex")));
        Assert.Equal(["a", "r"], buttons.Select(button => button.GetAttribute("aria-keyshortcuts")));
    }

    [Fact]
    public void Render_Viewer_SeesWhichRoleIsMissing()
    {
        var pane = Show(FakeReviews.Detail(1), me: new Actor("vic", Role.Viewer));

        Assert.Empty(pane.FindAll(".decision-bar"));
        Assert.Equal("You can read this. Deciding needs the role supervisor; you are viewer.", pane.Find("[data-review]").GetAttribute("data-locked"));
    }

    [Theory]
    [InlineData(Risk.High, 0)]
    [InlineData(Risk.Critical, 1)]
    public void Render_ApprovalStrip_StatesTheConsequenceAndAsksForTheToken(Risk risk, int tokens)
    {
        var detail = FakeReviews.Detail(1, with => with.Risk = risk);

        var pane = Show(detail, form: new OpenForm(Verdict.Approve, detail));

        Assert.Equal("Approving runs publish. It can be undone for 8 s.", pane.Find(".strip-consequence").TextContent);
        Assert.Equal(tokens, pane.FindAll("[data-field=token]").Count);
        Assert.Empty(pane.FindAll(".decision-bar"));
    }

    [Fact]
    public void Render_RejectStrip_OffersReasonsByNumber()
    {
        var detail = FakeReviews.Detail(1);

        var chips = Show(detail, form: new OpenForm(Verdict.Reject, detail)).FindAll("[data-reason]");

        Assert.Equal([("1", "Wrong tone"), ("2", "Not true")], chips.Select(chip => (chip.GetAttribute("data-key"), chip.GetAttribute("data-reason"))!));
    }

    [Fact]
    public void Render_Forms_KeepTheVersionThatTheyWereOpenedOn()
    {
        var detail = FakeReviews.Detail(1);
        var newer = detail with { Item = detail.Item with { Version = 2 } };

        var pane = Show(newer, form: new OpenForm(Verdict.SendBack, detail));

        Assert.Equal("1", pane.Find("[data-form]").GetAttribute("data-version"));
        Assert.Equal("2", pane.Find("[data-review]").GetAttribute("data-version"));
    }

    [Fact]
    public void Render_Editor_ComparesWhatWasEdited()
    {
        var detail = FakeReviews.Detail(1);

        var pane = Render<ReviewPane>(parameters => parameters.Add(pane => pane.Detail, detail).Add(pane => pane.Me, FakeReviews.Ana)
            .Add(pane => pane.Form, new OpenForm(Verdict.Amend, detail)).Add(pane => pane.IsComparing, true).Add(pane => pane.Edited, "Goodbye"));

        Assert.Equal("Hello", pane.Find("textarea").GetAttribute("value"));
        Assert.Equal(["removed", "added"], pane.FindAll("tbody .sr-only").Select(word => word.TextContent));
    }

    [Fact]
    public void Render_FormOfAHumanStep_HasAFieldForEveryProperty()
    {
        var detail = FakeReviews.Detail(1, with =>
        {
            (with.Subject, with.Subjected, with.Allowed, with.Editable) = (ReviewSubject.Human, EngineJson.Empty, [Verdict.Amend, Verdict.Reject], []);
            with.Form = EngineJson.Parse("""{"type":"object","properties":{"name":{"type":"string"},"fast":{"type":"boolean"}}}""");
        });

        Assert.Equal(["name", "fast"], Show(detail, form: new OpenForm(Verdict.Amend, detail)).FindAll("[data-name]").Select(field => field.GetAttribute("data-name")));
    }

    [Fact]
    public void Render_SecondRound_ShowsTheFeedbackAndWhatChanged()
    {
        var decision = new ReviewDecision { Id = default, Verdict = Verdict.SendBack, By = "ben", At = FixedClock.Noon, ReleaseAt = FixedClock.Noon, Reason = "shorter" };
        var detail = FakeReviews.Detail(1, with => with.Rounds = [new ReviewRound(default, 1, JsonSerializer.SerializeToElement("Hello there"), decision)]);

        var pane = Show(detail, look: Representation.Changes);

        Assert.Equal("shorter", pane.Find(".review-rounds q").TextContent);
        Assert.Contains("there", pane.Find(".diff-removed mark").TextContent, StringComparison.Ordinal);
        Assert.Contains("2nd round", pane.Find(".review-tags").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Render_HostileTexts_BringNoElementToLife()
    {
        const string hostile = "<script>alert(1)</script><img src=x onerror=alert(1)>\u202e";
        var detail = FakeReviews.Detail(1, with =>
        {
            (with.Title, with.Instructions, with.Content) = (hostile, hostile, JsonSerializer.SerializeToElement(hostile));
            (with.Reasons, with.Evidence) = ([hostile], [new Evidence(hostile, hostile)]);
        });

        var pane = Show(detail, form: new OpenForm(Verdict.Reject, detail));

        Assert.Empty(pane.FindAll("script, img"));
        Assert.DoesNotContain("\u202e", pane.Find(".review-scroll").TextContent + pane.Find(".review-header").TextContent + pane.Find(".chips").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Render_Refusal_ListsTheViolations()
    {
        var notice = RefusalText.Of(new Refusal("invalid-output", "…", EngineJson.Parse("""[{"path":"count","message":"it must be a number."}]""")));

        var pane = Render<ReviewPane>(parameters => parameters.Add(pane => pane.Detail, FakeReviews.Detail(1)).Add(pane => pane.Me, FakeReviews.Ana).Add(pane => pane.Notice, notice));

        Assert.Equal("count: it must be a number.", pane.Find("[data-notice] li").TextContent);
    }

    private IRenderedComponent<ReviewPane> Show(ReviewDetail detail, OpenForm? form = null, Actor? me = null, Representation look = default) =>
        Render<ReviewPane>(parameters => parameters.Add(pane => pane.Detail, detail).Add(pane => pane.Me, me ?? FakeReviews.Ana)
            .Add(pane => pane.Form, form).Add(pane => pane.Look, look));
}

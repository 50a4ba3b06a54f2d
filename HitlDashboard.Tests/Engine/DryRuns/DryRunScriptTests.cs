using HitlDashboard.Engine.DryRuns;
using HitlDashboard.Engine.Lifecycle;

namespace HitlDashboard.Tests.Engine.DryRuns;

/// <summary>What the script says, and what it may not say.</summary>
public sealed class DryRunScriptTests : LetterDryRuns
{
    [Fact]
    public async Task Execute_Decisions_AreThoseOfTheScript()
    {
        var played = await PlayAsync(
            new { facts = new { body = "x" } },
            new { draft = new object[] { new { decision = "sendBack", reason = "shorter" }, new { decision = "amend", output = new { text = "Hi" } } } });

        Assert.Equal("Hi", played.Output!.Value.GetProperty("text").GetString());
        Assert.Equal([(1, Verdict.SendBack), (2, (Verdict?)Verdict.Amend)], played.Cards.Select(card => (card.Round, card.Decision)));
        Assert.Contains("shorter", played.Cards[1].Content.GetString(), StringComparison.Ordinal);

        var rejected = await PlayAsync(new { facts = new { body = "x" } }, new { draft = "reject" });
        Assert.Equal((RunState.Failed, 2), (rejected.State, rejected.Path.Count));
    }

    [Fact]
    public async Task Execute_WrongScript_IsRefusedWithEveryMistake()
    {
        var refusal = (await Engine.Get<DryRun>().ExecuteAsync("letter", Script(
            new { fact = 1 }, new { draft = new { decision = "aprove", why = 1 }, publish = "maybe" }, new { who = "Ann" }))).Refused!;

        Assert.Equal("invalid-script", refusal.Code);
        Assert.Equal(["outputs.fact", "decisions.draft.why", "decisions.draft", "decisions.publish"], refusal.Details!.Value.EnumerateArray().Select(problem => problem.GetProperty("path").GetString()));
        Assert.Contains("did you mean 'facts'", refusal.Details.Value.GetRawText().Replace("\\u0027", "'", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Equal("invalid-input", (await Engine.Get<DryRun>().ExecuteAsync("letter", Script(new { }))).Refused!.Code);
        Assert.Equal("not-found", (await Engine.Get<DryRun>().ExecuteAsync("other", Script(new { }))).Refused!.Code);
        Assert.Contains("not possible", (await Engine.Get<DryRun>().ExecuteAsync("letter", Script(new { facts = new { body = 1 } }, new { draft = new { decision = "amend" } }, new { who = "Ann" }))).Refused!.Message, StringComparison.Ordinal);
        Assert.Contains("never times out", (await Engine.Get<DryRun>().ExecuteAsync("letter", Script(new { facts = new { body = 1 } }, new { draft = "timeout" }, new { who = "Ann" }))).Refused!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Execute_TimeOut_FollowsTheRuleOfTheReview()
    {
        await Engine.SaveAsync(Letter.Replace("due: 4h,", "due: 4h, onTimeout: reject,", StringComparison.Ordinal));

        var played = await PlayAsync(new { facts = new { body = 1 } }, new { draft = "timeout" });

        Assert.Equal((RunState.Failed, null), (played.State, Assert.Single(played.Cards).Decision));
        Assert.StartsWith("PT4H", played.Waited, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Execute_TimeOut_ThatMayNotApprove_LeavesItToTheNext()
    {
        await Engine.SaveAsync("""
            name: letter
            steps:
              - { id: draft, uses: set, with: { text: 1 }, output: { schema: { type: object, required: [price] } }, onFailure: review, review: { due: 4h, onTimeout: approve } }
            """);

        var played = await PlayAsync(new { }, new { draft = "timeout" });

        Assert.Equal((RunState.Failed, null), (played.State, Assert.Single(played.Cards).Decision));
        Assert.StartsWith("PT4H", played.Waited, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Execute_SeveralApprovals_AreSaidByDifferentPeople_AlsoAfterAnEscalation()
    {
        await Engine.SaveAsync(Letter.Replace("due: 4h,", "due: 4h, approvals: 2, exclude: [previousReviewer], onTimeout: escalate, escalateTo: [leads], reminders: [50%],", StringComparison.Ordinal));

        var played = await PlayAsync(new { facts = new { body = 1 } }, new { draft = new object[] { new { decision = "sendBack", reason = "x" }, "timeout" } });

        Assert.Equal(RunState.Completed, played.State);
        Assert.Equal([Verdict.SendBack, null], played.Cards.Select(card => card.Decision));
        Assert.StartsWith("P2DT4H", played.Waited, StringComparison.Ordinal);
    }
}

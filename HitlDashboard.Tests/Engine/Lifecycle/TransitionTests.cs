using System.Text;
using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.Tests.Shape;

namespace HitlDashboard.Tests.Engine.Lifecycle;

/// <summary>Every trigger in every state gives exactly what the design's tables say; the tables here are written from the document.</summary>
public sealed class TransitionTests
{
    private const string Tasks = """
        Pending Claim Running
        Pending Ask AwaitingReview
        Pending Skip Completed Skipped
        Pending Cancel Failed Cancelled
        Pending Expire Failed TimedOut
        Pending Change Pending
        Running Succeed Completed Succeeded
        Running Submit AwaitingReview
        Running Retry Pending
        Running Fail Failed Error
        Running Escalate AwaitingReview
        Running Release Pending
        Running Cancel Failed Cancelled
        Running Expire Failed TimedOut
        AwaitingReview Approve Completed Approved
        AwaitingReview Proceed Pending
        AwaitingReview Amend Completed Amended
        AwaitingReview SendBack Pending
        AwaitingReview Reject Failed Rejected
        AwaitingReview Cancel Failed Cancelled
        AwaitingReview Expire Failed TimedOut
        AwaitingReview Skip Completed Skipped
        AwaitingReview Change Pending
        Failed Reopen Pending
        Failed Skip Completed Skipped
        """;

    private const string Reviews = """
        Open Stage Staged
        Staged Undo Open
        Staged Release Decided
        Open Expire Decided
        Open Withdraw Withdrawn
        Staged Withdraw Withdrawn
        """;

    [Fact]
    public void TaskTransitions_EveryTriggerInEveryState_IsAsTheTableSays()
    {
        var found = from state in Enum.GetValues<TaskState>()
                    from trigger in Enum.GetValues<TaskTrigger>()
                    let row = TaskTransitions.Next(state, trigger)
                    where row is not null
                    select $"{row.From} {row.Trigger} {row.To} {row.Resolution}".TrimEnd();

        Assert.Equal(Tasks.Split('\n').Order(), found.Order());
    }

    [Fact]
    public void ReviewTransitions_EveryTriggerInEveryState_IsAsTheTableSays()
    {
        var found = from state in Enum.GetValues<ReviewState>()
                    from trigger in Enum.GetValues<ReviewTrigger>()
                    let row = ReviewTransitions.Next(state, trigger)
                    where row is not null
                    select $"{row.From} {row.Trigger} {row.To}";

        Assert.Equal(Reviews.Split('\n').Order(), found.Order());
    }

    [Fact]
    public void RunTransitions_FinalStates_AreLeftByReopeningAFailureOnly()
    {
        var leaving = RunTransitions.All.Where(row => RunTransitions.IsFinal(row.From)).ToList();

        Assert.Equal([new RunTransition(RunState.Failed, RunTrigger.Reopen, RunState.Running)], leaving);
    }

    [Theory]
    [InlineData(ReviewSubject.Output, true, true, "Approve Amend SendBack Reject")]
    [InlineData(ReviewSubject.Output, false, false, "Approve Reject")]
    [InlineData(ReviewSubject.Action, true, true, "Approve Amend Reject")]
    [InlineData(ReviewSubject.Failure, false, true, "Amend SendBack Reject")]
    [InlineData(ReviewSubject.Human, true, true, "Amend Reject")]
    [InlineData(ReviewSubject.Human, false, true, "Approve Reject")]
    public void Allowed_BySubject_IsAsTheTableSays(ReviewSubject subject, bool canAmend, bool canSendBack, string expected) =>
        Assert.Equal(expected, string.Join(' ', ReviewTransitions.Allowed(subject, canAmend, canSendBack)));

    [Fact]
    public void Effect_OfEveryAllowedVerdict_IsLegalForATaskThatAwaitsReview()
    {
        foreach (var subject in Enum.GetValues<ReviewSubject>())
        {
            foreach (var verdict in ReviewTransitions.Allowed(subject, canAmend: true, canSendBack: true))
            {
                Assert.NotNull(TaskTransitions.Next(TaskState.AwaitingReview, ReviewTransitions.Effect(subject, verdict)));
            }
        }
    }

    [Fact]
    public void Document_StateMachines_IsUpToDate()
    {
        var text = new StringBuilder("# State machines\n\nPrinted from the tables by `TransitionTests`; run it with `UPDATE_DOCS=1` to print them anew.\n");
        Draw(text, "Task", TaskTransitions.All.Select(row => (row.From.ToString(), row.Trigger.ToString(), row.To.ToString())));
        Draw(text, "Review", ReviewTransitions.All.Select(row => (row.From.ToString(), row.Trigger.ToString(), row.To.ToString())));
        Draw(text, "Run", RunTransitions.All.Select(row => (row.From.ToString(), row.Trigger.ToString(), row.To.ToString())));
        var file = Path.Combine(SourceTree.Root, "docs", "state-machines.md");
        if (Environment.GetEnvironmentVariable("UPDATE_DOCS") == "1")
        {
            File.WriteAllText(file, text.ToString());
        }

        Assert.Equal(text.ToString(), File.ReadAllText(file));
    }

    private static void Draw(StringBuilder text, string title, IEnumerable<(string From, string Trigger, string To)> rows)
    {
        text.Append($"\n## {title}\n\n```mermaid\nstateDiagram-v2\n");
        foreach (var (from, trigger, to) in rows)
        {
            text.Append($"    {from} --> {to}: {trigger}\n");
        }

        text.Append("```\n");
    }
}

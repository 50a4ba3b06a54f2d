using HitlDashboard.Engine.Definitions;
using HitlDashboard.Engine.Ledger.Commands;
using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.Engine.Persistence;

namespace HitlDashboard.Engine.Ledger.Handlers;

/// <summary>Whether a decision may be given by this person, and whether it waits for others: quorum and separation of duties. Admins are not exempt.</summary>
internal sealed class QuorumHandler(LedgerSession session, Actor actor, ReviewImage review, DecisionRequest request, string? batch)
{
    private List<Vote>? _votes;

    private List<Vote> Votes => _votes ??=
        [.. session.Statements.ReadVotes.Read(session.Transaction, Row.Vote, ValueConversions.Bytes(review.Id.Value)).Select(row => row.Vote)];

    /// <summary>The answer where the decision is refused or waits for others; null where it is to be staged.</summary>
    public Answer<DecisionResult>? Answer()
    {
        var asked = review.Request;
        if (asked.Approvals == 1 && asked.Exclude.Count == 0)
        {
            return null;
        }

        // Each decides once about one content; whoever thinks otherwise takes the approval back first.
        if (Quorum.Has(Votes, review.Version, actor.Person))
        {
            return Refuse.Stale<DecisionResult>(
                "already-approved",
                $"You approved this already; it waits for {Missing(0)} more. Take your approval back first to decide otherwise.",
                new { approvals = asked.Approvals, given = Quorum.Given(Votes, review.Version) });
        }

        return request.Verdict switch
        {
            Verdict.Amend when Quorum.Revises(asked) => Revise(),
            Verdict.Approve or Verdict.Amend => Excluded() ?? Count(),
            Verdict.SendBack or Verdict.Reject => null,
        };
    }

    private Answer<DecisionResult>? Excluded() => Excludes() is { } rule
        ? Refuse.With<DecisionResult>(
            "separation-of-duties",
            rule switch
            {
                ExcludedPerson.Starter => "Who started the run can't approve this; somebody else has to.",
                ExcludedPerson.Amender => "Who changed the content can't approve it; somebody else has to.",
                ExcludedPerson.PreviousReviewer => "Who decided an earlier review of this can't approve it; somebody else has to.",
            },
            EngineJson.From(new { excluded = char.ToLowerInvariant(rule.ToString()[0]) + rule.ToString()[1..], person = actor.Person }))
        : null;

    private Answer<DecisionResult>? Count()
    {
        var missing = Missing(1);
        if (missing <= 0)
        {
            return null;
        }

        var id = Insert("Counted");
        ReviewFactMoves.Record(session, actor, review, ReviewFact.Count, new { verdict = request.Verdict, request.Comment, missing, batch });
        return Open(id, missing);
    }

    private Answer<DecisionResult>? Revise()
    {
        var (run, task) = session.Task(review.TaskId)!.Value;
        try
        {
            var step = run.Definition.Step(task.StepId);
            var revised = ReviewComposer.Revised(run.Definition, step, run.Values(), task.Values, review.Request, request.Output!.Value, session.Now);
            var counts = Excludes(isAmender: true) is null;
            ReviewFactMoves.Revise(session, actor, run, task, review, revised, new { request.Comment, version = review.Version + 1, batch });
            return Open(Insert(counts ? "Counted" : "Revised"), Missing(counts ? 1 : 0));
        }
        catch (TemplateException exception)
        {
            return Refuse.With<DecisionResult>("invalid-output", $"The changed content can't be shown to those who must approve it: {exception.Message}");
        }
    }

    /// <summary>Approvals of the current content that are missing once so many more are given.</summary>
    private int Missing(int more) => review.Request.Approvals - Quorum.Given(Votes, review.Version) - more;

    private ExcludedPerson? Excludes(bool isAmender = false) => Quorum.Excludes(review.Request, actor.Person, Duties(isAmender));

    private DutyFacts Duties(bool isAmender)
    {
        var run = session.Run(review.RunId)!;
        var amenders = Votes.Where(vote => vote.Verdict == Verdict.Amend).Select(vote => vote.Person).Concat(Changers(run));
        return new DutyFacts(run.Starter ?? run.StartedBy, [.. amenders, .. isAmender ? [actor.Person] : Array.Empty<string>()], PreviousReviewers(run));
    }

    /// <summary>Who gave the task other parameters before it was asked about.</summary>
    private List<string> Changers(RunImage run) => review.Request.Exclude.Contains(ExcludedPerson.Amender)
        ? session.Statements.ReadChangers.Read(session.Transaction, row => row.GetString(0), ValueConversions.Bytes(run.Id.Value), ValueConversions.Bytes(review.TaskId.Value))
        : [];

    private List<string> PreviousReviewers(RunImage run)
    {
        if (!review.Request.Exclude.Contains(ExcludedPerson.PreviousReviewer) || run.Find(review.TaskId) is not { } task)
        {
            return [];
        }

        var before = Quorum.Before(run.Definition, task.StepId);
        return [.. session.Statements.ReadDeciders.Read(session.Transaction, Row.Decider, ValueConversions.Bytes(run.Id.Value), ValueConversions.Bytes(review.Id.Value))
            .Where(decider => (decider.Step == task.StepId && decider.Index == task.Index) || before.Contains(decider.Step)).Select(decider => decider.Person)];
    }

    private DecisionId Insert(string state)
    {
        var id = DecisionId.New(session.Clock);
        DecisionHandlers.Insert(session, actor, review, request, id, session.Now, state);
        return id;
    }

    private Answer<DecisionResult>.Applied Open(DecisionId id, int missing) =>
        new(new DecisionResult(id, ReviewState.Open, session.Now) { Missing = missing });
}

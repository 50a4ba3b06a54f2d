using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.Engine.Persistence;

namespace HitlDashboard.Engine.Ledger;

/// <summary>A reject that sends the run back (<c>onReject: { goto }</c>): the steps from the target on are planned again. Their tasks stay as they ended, but count no more.</summary>
internal static class GoBack
{
    /// <summary>Whether a task that was just rejected sends its run back: the definition says so and a round is left.</summary>
    public static bool IsDue(RunImage run, TaskImage task) =>
        task.CountsAs == Resolution.Rejected
        && run.Definition.Step(task.StepId).Review?.GoTo is { } rule
        && Used(run, task.StepId) < rule.Rounds
        && run.Past.Superseded + run.Tasks.Count < PlanLimits.Tasks;

    public static void Apply(LedgerSession session, Actor actor, RunImage run, TaskImage rejected)
    {
        var rule = run.Definition.Step(rejected.StepId).Review!.GoTo!;
        var steps = RunGraph.Of(run.Definition).From(rule.Step);
        var why = new TaskError("sent-back", $"The run went back to step '{rule.Step}'.", Retryable: false);
        RunMoves.Cancel(session, actor, run, run.Tasks.Where(task => steps.Contains(task.StepId)), why);
        var tasks = run.Tasks.Where(task => steps.Contains(task.StepId)).ToList();
        foreach (var task in tasks)
        {
            session.Statements.SupersedeTask.Execute(session.Transaction, ValueConversions.Bytes(task.Id.Value), run.Past.GoneBack + 1);
        }

        session.Write("run", actor, "GoBack", new HistoryFacts(run.Id, Data: new
        {
            step = rejected.StepId,
            to = rule.Step,
            round = Used(run, rejected.StepId) + 1,
            rule.Rounds,
            reason = rejected.Feedback,
        }));
        var rounds = tasks.GroupBy(task => task.StepId, StringComparer.Ordinal).ToDictionary(step => step.Key, step => step.Max(task => task.Round), StringComparer.Ordinal);
        run.Past = run.Past.After(rejected.StepId, rejected.Feedback, rounds, tasks.Count);
        session.Statements.RememberPast.Execute(session.Transaction, ValueConversions.Bytes(run.Id.Value), EngineJson.Write(run.Past));
        foreach (var step in rounds.Keys)
        {
            run.Forget(step);
        }
    }

    private static int Used(RunImage run, string step) => run.Past.Steps.GetValueOrDefault(step)?.GoneBack ?? 0;
}

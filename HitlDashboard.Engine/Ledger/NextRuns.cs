using HitlDashboard.Engine.Definitions;
using HitlDashboard.Engine.Lifecycle;

namespace HitlDashboard.Engine.Ledger;

/// <summary>Starts what follows a completed run, in the same transaction. What can't be started is written into the history and told outside.</summary>
internal static class NextRuns
{
    public static void Start(LedgerSession session, RunImage run)
    {
        foreach (var next in run.Definition.Next)
        {
            try
            {
                var scope = run.Values().Scope(session.Now);
                if (next.If?.Evaluate(scope) != false)
                {
                    Start(session, run, next, scope);
                }
            }
            catch (Exception exception) when (exception is ConditionException or TemplateException)
            {
                Refuse(session, run, next, new TaskError("mapping", exception.Message, Retryable: false));
            }
        }
    }

    private static void Start(LedgerSession session, RunImage run, NextDefinition next, ValueScope scope)
    {
        var (seed, error) = RunSeed.From(session, run, next.Workflow, next.Input?.Render(scope) ?? EngineJson.Empty, task: null);
        if (seed is null)
        {
            Refuse(session, run, next, error!);
            return;
        }

        session.Write("next", Actor.Engine, "Start", new HistoryFacts(run.Id, Data: new { workflow = next.Workflow, run = seed.Id.ToString() }));
        NewRun.Start(session, Actor.Engine, seed);
    }

    private static void Refuse(LedgerSession session, RunImage run, NextDefinition next, TaskError error)
    {
        session.Write("next", Actor.Engine, "Refuse", new HistoryFacts(run.Id, Data: new { workflow = next.Workflow, error.Code, error.Message }));
        session.Tell("run.next-refused", run.Id.ToString(), new { run = run.Id.ToString(), workflow = next.Workflow, error.Code, error.Message });
    }
}

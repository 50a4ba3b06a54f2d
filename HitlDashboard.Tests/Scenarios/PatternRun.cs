using System.Text;
using HitlDashboard.Engine.Integrity;
using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.Engine.Persistence;
using HitlDashboard.Engine.Persistence.Rows;
using HitlDashboard.Engine.Reviews;
using HitlDashboard.Engine.Runs;
using HitlDashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace HitlDashboard.Tests.Scenarios;

/// <summary>One pattern file on a real engine: its comments <c>#&gt; …</c> say what people do, in order; its history is told task by task, because branches run at the same time.</summary>
internal sealed class PatternRun(EngineHarness engine, string yaml)
{
    private readonly HashSet<ReviewId> _decided = [];
    private RunId _id;

    public async Task<string> TellAsync()
    {
        await engine.SaveAsync(yaml);
        var lines = yaml.Split('\n').Where(line => line.StartsWith("#>", StringComparison.Ordinal)).Select(line => line[2..].Trim()).ToList();
        var input = lines.Find(line => line.StartsWith("input ", StringComparison.Ordinal)) is { } found ? EngineJson.Parse(found[6..]) : EngineJson.Empty;
        var name = yaml.Split('\n').First(line => line.StartsWith("name: ", StringComparison.Ordinal))[6..].Trim();
        _id = await engine.RunAsync(name, input);
        foreach (var line in lines.Where(line => !line.StartsWith("input ", StringComparison.Ordinal)))
        {
            await DoAsync(line.Split(' ', 3), line.Split(" because ") is [_, var reason] ? reason : null);
        }

        var run = await engine.UntilFinalAsync(_id);
        Assert.Empty(DatabaseVerification.Verify(Path.Combine(engine.Folder, "hitl.db")).Violations);
        return await TellAsync(run);
    }

    private Task DoAsync(string[] words, string? reason) => words switch
    {
        ["approve", var step, ..] => DecideAsync(step, Verdict.Approve, reason),
        ["reject", var step, ..] => DecideAsync(step, Verdict.Reject, reason),
        ["send-back", var step, ..] => DecideAsync(step, Verdict.SendBack, reason),
        ["open", var step] => engine.UntilAsync(_id, run => run.Awaiting.Any(review => review.Step == step)),
        ["final", var step] => engine.UntilAsync(_id, run => run.Tasks.Any(task => task.Step == step && TaskTransitions.IsFinal(task.State))),
        ["locked", var step] => engine.UntilAsync(_id, run => run.Tasks.Any(task => task.Step == step && task.WaitingFor == WaitingFor.Lock)),
        ["waiting", var step] => engine.UntilAsync(_id, run => run.Tasks.All(task => task.Step != step)),
        ["signal", var name, var payload] => engine.Get<SendSignal>().ExecuteAsync(_id, name, EngineJson.Parse(payload), engine.Ana),
        ["cancel"] => engine.Get<ChangeRun>().CancelAsync(_id, engine.Ana, "not needed any more"),
        _ => throw new InvalidOperationException($"A pattern can't say '{string.Join(' ', words)}'."),
    };

    private async Task DecideAsync(string place, Verdict verdict, string? reason)
    {
        TaskDetail? task = null;
        await engine.UntilAsync(_id, run => (task = run.Tasks.FirstOrDefault(task => Place(task.Step, task.Index) == place
            && task is { State: TaskState.AwaitingReview, ReviewId: { } id } && !_decided.Contains(id))) is not null);
        var review = (await engine.Get<ReviewQueries>().GetAsync(task!.ReviewId!.Value))!;
        Assert.Null((await engine.DecideAsync(review, verdict, reason: reason)).Refused);
        _decided.Add(review.Item.Id);
    }

    private async Task<string> TellAsync(RunDetail run)
    {
        await using var context = await engine.Get<IDbContextFactory<EngineDbContext>>().CreateDbContextAsync();
        var tasks = await context.Tasks.Where(task => task.RunId == _id).ToListAsync();
        var entries = await engine.Get<HistoryQueries>().AfterAsync(_id, 0, 1000);
        var order = run.Definition.Steps.Select(step => step.Id).ToList();
        Assert.All(tasks, task => Assert.True(BeganAfterItsNeeds(run, task, tasks, entries), $"{task.StepId} began too early"));
        var text = new StringBuilder($"run: {string.Join(' ', entries.Where(entry => entry.Kind == "run").Select(entry => entry.Trigger))}\n");
        foreach (var task in tasks.OrderBy(task => order.IndexOf(task.StepId)).ThenBy(task => task.Superseded == 0).ThenBy(task => task.Superseded).ThenBy(task => task.Index))
        {
            var place = Place(task.StepId, task.Index < 0 ? null : task.Index) + (task.Superseded > 0 ? $" before going back {task.Superseded}" : "");
            var story = entries.Where(entry => entry.Kind == "task" && entry.TaskId == task.Id).Select(entry => entry.Trigger);
            text.Append($"{place}: {string.Join(' ', story)} = {task.Resolution}\n");
        }

        run.Summary.Progress.Milestones.ToList().ForEach(milestone => text.Append($"milestone: {milestone}\n"));
        return text.Append($"output: {run.Output?.GetRawText() ?? "none"}\n").ToString();
    }

    /// <summary>What the story of each task alone can't show: nothing begins before as many of its needs are final as it waits for.</summary>
    private static bool BeganAfterItsNeeds(RunDetail run, TaskRow task, List<TaskRow> tasks, IReadOnlyList<HistoryEntry> entries)
    {
        var step = run.Definition.Step(task.StepId);
        var began = entries.First(entry => entry.TaskId == task.Id && entry.Kind == "task").Seq;
        var done = step.Needs.Count(need => tasks.Where(other => other.StepId == need && other.Superseded == task.Superseded)
            .All(other => entries.Last(entry => entry.TaskId == other.Id && entry.Kind == "task").Seq < began));
        return task.Resolution == Resolution.Cancelled || done >= (step.Join ?? step.Needs.Count);
    }

    private static string Place(string step, int? index) => index is null ? step : $"{step}[{index}]";
}

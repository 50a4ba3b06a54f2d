using HitlDashboard.Engine.Activities;
using HitlDashboard.Engine.Events;
using HitlDashboard.Engine.Ledger.Commands;
using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.Engine.Reviews;
using HitlDashboard.Engine.Runs;
using HitlDashboard.Engine.Workflows;

namespace HitlDashboard.Tests.Conformance;

/// <summary>One random way through one random workflow: each step is done to the model and to the engine, and both must look the same.</summary>
internal sealed class ModelWalk(ModelEngine engine, int definitionSeed, int pathSeed)
{
    private const int MaxCommands = 60;
    private static readonly Actor Ana = new("ana", Role.Admin);
    private static readonly Actor[] People = [Ana, new("ben", Role.Admin), new("eva", Role.Admin)];
    private readonly GeneratedWorkflow _workflow = GeneratedWorkflow.Make(definitionSeed);
    private readonly Random _chance = new(pathSeed);
    private readonly List<string> _path = [];
    private readonly Dictionary<TaskId, ClaimedTask> _claimed = [];
    private RunModel _model = null!;
    private RunId _run;

    /// <summary>How many commands were done.</summary>
    public int Commands => _path.Count;

    /// <summary>Null where model and engine agreed all the way; otherwise how to see it again.</summary>
    public async Task<string?> GoAsync()
    {
        var saved = await engine.Get<SaveWorkflow>().ExecuteAsync(_workflow.Yaml(), "model.yaml", null, Ana);
        if (saved.Refused is { } refusal)
        {
            return Report($"the definition was refused: {refusal.Message} {refusal.Details}");
        }

        _model = new RunModel(_workflow);
        _run = (await engine.Get<StartRun>().ExecuteAsync(_workflow.Name, EngineJson.Empty, Ana)).Value;
        while (true)
        {
            var seen = await SeeAsync();
            if (seen.Picture != _model.Picture)
            {
                return Report($"the model says\n{_model.Picture}\nthe engine says\n{seen.Picture}");
            }

            var open = _model.Tasks.Where(task => !task.IsFinal).ToList();
            if (_model.State != "Running" || _path.Count >= MaxCommands)
            {
                return _model.State == "Running" && open.Count == 0 ? Report("the run is Running, and nothing of it is left to do") : null;
            }

            if (await DoAsync(open[_chance.Next(open.Count)], seen.Run) is { } wrong)
            {
                return Report(wrong);
            }
        }
    }

    private async Task<(string Picture, RunDetail Run)> SeeAsync()
    {
        var run = (await engine.Get<RunQueries>().GetAsync(_run))!;
        var order = _workflow.Steps.Select((step, place) => (step.Id, place)).ToDictionary(pair => pair.Id, pair => pair.place);
        var tasks = run.Tasks.OrderBy(task => order[task.Step]).ThenBy(task => task.Index)
            .Select(task => $"{task.Step}[{task.Index ?? -1}] {task.State} {task.Resolution} {(task.Resolution == Resolution.Skipped ? "" : $"round {task.Round}")}".Replace("  ", " ", StringComparison.Ordinal));
        return ($"{run.Summary.State}\n{string.Join('\n', tasks)}", run);
    }

    private async Task<string?> DoAsync(ModelTask task, RunDetail seen)
    {
        var id = seen.Tasks.First(found => found.Step == task.Step && (found.Index ?? -1) == task.Index).Id;
        if (_chance.Next(60) == 0)
        {
            _path.Add("cancel");
            _model.Cancel();
            return Refused(await engine.Get<ChangeRun>().CancelAsync(_run, Ana));
        }

        if (_chance.Next(25) == 0 && _workflow.Steps.Where(step => step.IsSignal).ToList() is [var early, ..])
        {
            return await SignalAsync(early.Id);
        }

        _path.Add($"{task.Step}[{task.Index}] {task.State}");
        if (task.State != "Running" && _chance.Next(25) == 0)
        {
            return await SkipAsync(task, id);
        }

        return task.State switch
        {
            "Pending" when _model.StepOf(task).IsSignal && !task.HasSignal => await SignalAsync(task.Step),
            "Pending" => await ClaimAsync(task, id),
            "Running" => await FinishAsync(task, id),
            _ => await DecideAsync(task, seen, id),
        };
    }

    private async Task<string?> SignalAsync(string step)
    {
        _path.Add($"signal {step}");
        _model.Signal(step);
        return Refused(await engine.Get<SendSignal>().ExecuteAsync(_run, step, EngineJson.From(new { v = 1 }), Ana));
    }

    /// <summary>Nobody gives alone what several must agree about.</summary>
    private async Task<string?> SkipAsync(ModelTask task, TaskId id)
    {
        _path[^1] += " Skip";
        var mayAlone = _model.StepOf(task).Approvals == 1;
        if (mayAlone)
        {
            _model.Skip(task);
        }

        var answer = await engine.Get<ChangeTask>().SkipAsync(id, Ana, EngineJson.From(new { v = 3 }), "because");
        return mayAlone ? Refused(answer) : answer.Refused?.Code == "separation-of-duties" ? null : $"one person alone skipped {task}: {answer}";
    }

    private async Task<string?> ClaimAsync(ModelTask task, TaskId id)
    {
        _model.Claim(task);
        var answer = await engine.Ledger.SubmitAsync(
            new ClaimTasksCommand(Actor.Engine, [new DueTask(_run, id, engine.Clock.Now, 0)], "walker", TimeSpan.FromMinutes(1)), CancellationToken.None);
        if (answer.Value is not [var claimed])
        {
            return $"{task} could not be claimed";
        }

        _claimed[id] = claimed;
        return null;
    }

    private async Task<string?> FinishAsync(ModelTask task, TaskId id)
    {
        var succeeds = _chance.Next(3) > 0 || _model.StepOf(task).IsSignal;
        var claimed = _claimed[id];
        (succeeds ? (Action<ModelTask>)_model.Succeed : _model.Fail)(task);
        ActivityOutcome outcome = succeeds ? new ActivityOutcome.Produced(EngineJson.From(new { v = 1 })) : new ActivityOutcome.Failed("broken", "It broke.", Retryable: true);
        var judged = engine.Rules.Judge(claimed, outcome) is TaskOutcome.Retry again ? again with { DueAt = engine.Clock.Now } : engine.Rules.Judge(claimed, outcome);
        var command = new FinishTaskCommand(Actor.Engine, id, claimed.Fence, judged);
        var wrong = Refused(await engine.Ledger.SubmitAsync(command, CancellationToken.None));
        return wrong ?? (await engine.Ledger.SubmitAsync(command, CancellationToken.None) is Answer<TaskState>.Stale ? null : "the same outcome was taken twice");
    }

    private async Task<string?> DecideAsync(ModelTask task, RunDetail seen, TaskId id)
    {
        var review = (await engine.Get<ReviewQueries>().GetAsync(seen.Tasks.First(found => found.Id == id).ReviewId!.Value))!;
        var allowed = _model.Allowed(task);
        var offered = review.Request.Allowed.Select(verdict => verdict.ToString()).Order().ToList();
        if (!offered.SequenceEqual(allowed.Order()))
        {
            return $"{task} is asked about its {task.Asked} and takes {string.Join(", ", offered)}, expected {string.Join(", ", allowed)}";
        }

        if (_model.StepOf(task).OnTimeout is not null && _chance.Next(4) == 0)
        {
            _path[^1] += " (nobody in time)";
            _model.TimeOut(task);
            engine.Pass(TimeSpan.FromSeconds(2));
            return Refused(await engine.Ledger.SubmitAsync(new WakeReviewCommand(Actor.Engine, review.Item.Id), CancellationToken.None));
        }

        var verdict = allowed[_chance.Next(allowed.Count)];
        var person = People[_model.StepOf(task).Approvals > 1 ? _chance.Next(People.Length) : 0];
        _path[^1] += $" {verdict} {person.Name}";
        var counts = _model.Decide(task, verdict, person.Name);
        var request = new DecisionRequest
        {
            ReviewId = review.Item.Id, Version = review.Item.Version, Digest = review.Digest, Verdict = Enum.Parse<Verdict>(verdict), Reason = "because",
            Output = verdict == "Amend" ? EngineJson.From(new { v = 2 }) : null,
        };
        var answer = await engine.Get<DecideReview>().ExecuteAsync(request, person);
        if (!counts)
        {
            return answer.Refused?.Code == "already-approved" ? null : $"{person.Name} approved it already and was answered {answer}";
        }

        return Refused(answer) ?? (await engine.Get<DecideReview>().ExecuteAsync(request, person) is Answer<DecisionResult>.Stale ? null : "the same review was decided twice");
    }

    private static string? Refused<T>(Answer<T> answer) => answer.Refused is { } refusal ? $"refused: {refusal.Code}: {refusal.Message}" : null;

    private string Report(string what) =>
        $"HITL_MODEL={definitionSeed}:{pathSeed}\n{_workflow.Yaml()}after {string.Join(", ", _path)}:\n{what}";
}

namespace HitlDashboard.Tests.Conformance;

/// <summary>What a run does next, after each thing that happened to it.</summary>
internal sealed partial class RunModel
{
    private void Advance()
    {
        var failed = _workflow.Steps.FirstOrDefault(step => HasFailed(step) && !_workflow.Steps.Any(other => Handles(other, step)));
        var failsFast = failed is not null && _workflow.FailFast;
        if (failsFast)
        {
            CancelUnfinished(step => !step.IsAlways);
        }

        while (_workflow.Steps.Where(step => !failsFast || step.IsAlways).Any(step => Plan(step, failsFast)))
        {
        }

        if (Tasks.All(task => task.IsFinal))
        {
            // What was planned just now may have been skipped, and with it everything else ended.
            State = failed is null ? "Completed" : "Failed";
        }
    }

    /// <summary>A condition takes care of the failure that it is true of; of one with elements that is known once all have ended.</summary>
    private bool Handles(GeneratedStep other, GeneratedStep failed) => other.If == $"failed({failed.Id})"
        || (other.If == $"rejected({failed.Id})" && (!IsDone(failed.Id, failsFast: false) || Failure(failed)!.Resolution == "Rejected"));

    private void CancelUnfinished(Func<GeneratedStep, bool> hits)
    {
        foreach (var task in Tasks.Where(task => !task.IsFinal && hits(StepOf(task))))
        {
            (task.State, task.Resolution, task.Asked) = ("Failed", "Cancelled", null);
        }
    }

    private List<ModelTask> Of(string step) => [.. Tasks.Where(task => task.Step == step)];

    private bool HasFailed(GeneratedStep step) => Of(step.Id).Count(task => Counts(step, task)) > (step.Elements is null ? 0 : step.Tolerate);

    private static bool Counts(GeneratedStep step, ModelTask task) => task.Resolution switch
    {
        "Error" => step.OnFailure != "continue",
        // Only reviews run out of time here, and what follows says onReject.
        "Rejected" or "TimedOut" => step.OnReject != "continue",
        "Cancelled" => true,
        _ => false,
    };

    /// <summary>Final: nothing of it is left to do. A step that fails makes no more of its elements, nor does one that a run cancels which fails fast.</summary>
    private bool IsDone(string id, bool failsFast)
    {
        var (step, tasks) = (_steps[id], Of(id));
        var isWhole = tasks.Count == Math.Max(step.Elements ?? 1, 1) || tasks is [{ IsPassed: true }] || HasFailed(step);
        return (isWhole || (failsFast && !step.IsAlways)) && tasks.All(task => task.IsFinal);
    }

    private bool IsSkipped(string id) => Of(id) is var tasks && tasks.All(task => task.IsPassed);

    /// <summary>Makes the tasks that a step may have now; whether it made any.</summary>
    private bool Plan(GeneratedStep step, bool failsFast)
    {
        var tasks = Of(step.Id);
        if (tasks.Count > 0)
        {
            return step.Elements is > 0 && tasks is not [{ IsPassed: true }] && More(step, tasks);
        }

        var done = step.Needs.Where(need => IsDone(need, failsFast)).ToList();
        var standing = done.Where(need => !HasFailed(_steps[need]) || step.Mentions(need)).ToList();
        if (done.Count < step.Needs.Count && !(standing.Count(need => !IsSkipped(need)) >= step.Join))
        {
            return false;
        }

        var begins = standing.Count >= (step.Join ?? step.Needs.Count) && (step.Needs.Count == 0 || step.IsAlways || !done.TrueForAll(IsSkipped)) && Holds(step);
        if (!begins || step.Elements == 0)
        {
            Add(step, -1).State = "Completed";
            Of(step.Id)[0].Resolution = "Skipped";
            return true;
        }

        return step.Elements is null ? Add(step, -1) is not null : More(step, tasks);
    }

    private bool Holds(GeneratedStep step) => step.If switch
    {
        null or "always_true" or "always()" => true,
        "always_false" => false,
        var condition => _steps.Values.Any(other => step.Mentions(other.Id) && Failure(other) is { } failure
            && (condition.StartsWith("failed", StringComparison.Ordinal) || failure.Resolution == "Rejected")),
    };

    /// <summary>The failure that a condition sees: of a step with elements only where more failed than it tolerates, and only when none of it is under way any more.</summary>
    private ModelTask? Failure(GeneratedStep step) =>
        step.Elements is null || (HasFailed(step) && Of(step.Id).TrueForAll(task => task.IsFinal)) ? Of(step.Id).Find(task => task.State == "Failed") : null;

    private bool More(GeneratedStep step, List<ModelTask> tasks)
    {
        var unfinished = tasks.Count(task => !task.IsFinal);
        var room = Math.Min(step.Elements!.Value - tasks.Count, (step.MaxParallel ?? int.MaxValue) - unfinished);
        if (room <= 0 || HasFailed(step))
        {
            return false;
        }

        for (var index = tasks.Count; room > 0; index++, room--)
        {
            Add(step, index);
        }

        return true;
    }

    private ModelTask Add(GeneratedStep step, int index)
    {
        var task = new ModelTask(step.Id, index) { Round = _past.GetValueOrDefault(step.Id) + 1 };
        if (step.Gate is "human" or "before")
        {
            (task.State, task.Asked) = ("AwaitingReview", step.Gate == "human" ? "human" : "action");
        }

        // It may have come early and been kept.
        task.HasSignal = step.IsSignal && _kept.Remove(step.Id);

        return _tasks[(_workflow.Steps.ToList().IndexOf(step), index)] = task;
    }
}

namespace HitlDashboard.Tests.Conformance;

/// <summary>
/// What a run does, written from lifecycle.md and workflow-format.md alone: it shares no code with the engine. Where both agree, step by step,
/// either both are right or both authors read the documents wrongly in the same way.
/// </summary>
internal sealed partial class RunModel
{
    private readonly GeneratedWorkflow _workflow;
    private readonly Dictionary<string, GeneratedStep> _steps;
    private readonly SortedDictionary<(int Step, int Index), ModelTask> _tasks = [];

    public RunModel(GeneratedWorkflow workflow)
    {
        _workflow = workflow;
        _steps = workflow.Steps.ToDictionary(step => step.Id);
        Advance();
    }

    public string State { get; private set; } = "Running";

    public IEnumerable<ModelTask> Tasks => _tasks.Values;

    /// <summary>Everything that can be seen, a line a task.</summary>
    public string Picture => $"{State}\n{string.Join('\n', Tasks)}";

    public GeneratedStep StepOf(ModelTask task) => _steps[task.Step];

    public void Claim(ModelTask task) => (task.State, task.Attempts) = ("Running", task.Attempts + 1);

    public void Succeed(ModelTask task)
    {
        if (StepOf(task).Gate == "after")
        {
            (task.State, task.Asked) = ("AwaitingReview", "output");
            return;
        }

        End(task, "Completed", "Succeeded");
    }

    public void Fail(ModelTask task)
    {
        var step = StepOf(task);
        if (task.Attempts < step.Attempts)
        {
            task.State = "Pending";
        }
        else if (step.OnFailure == "review")
        {
            (task.State, task.Asked) = ("AwaitingReview", "failure");
        }
        else
        {
            End(task, "Failed", "Error");
        }
    }

    /// <summary>The verdicts that the review of a waiting task takes.</summary>
    public IReadOnlyList<string> Allowed(ModelTask task)
    {
        string[] sendBack = task.Round <= StepOf(task).Rounds ? ["SendBack"] : [];
        return task.Asked switch
        {
            "output" => ["Approve", "Amend", "Reject", .. sendBack],
            "action" => ["Approve", "Amend", "Reject"],
            "failure" => ["Amend", "Reject", .. sendBack],
            _ => ["Approve", "Reject"],
        };
    }

    public void Decide(ModelTask task, string verdict)
    {
        switch (task.Asked, verdict)
        {
            case ("action", "Approve" or "Amend"):
                (task.State, task.Asked) = ("Pending", null);
                break;
            case (_, "SendBack"):
                (task.State, task.Asked, task.Round, task.Attempts) = ("Pending", null, task.Round + 1, 0);
                break;
            case ("failure", "Reject"):
                End(task, "Failed", "Error");
                break;
            case (_, "Reject"):
                End(task, "Failed", "Rejected");
                break;
            default:
                End(task, "Completed", verdict == "Amend" ? "Amended" : "Approved");
                break;
        }
    }

    public void Cancel()
    {
        CancelUnfinished(_ => true);
        State = "Cancelled";
    }

    private void End(ModelTask task, string state, string resolution)
    {
        (task.State, task.Resolution, task.Asked) = (state, resolution, null);
        Advance();
    }
}

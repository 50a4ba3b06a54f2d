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
    private readonly Dictionary<string, int> _past = [];
    private readonly Dictionary<string, int> _goneBack = [];
    private readonly List<string> _kept = [];

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
        string[] sendBack = task.Round - _past.GetValueOrDefault(task.Step) <= StepOf(task).Rounds ? ["SendBack"] : [];
        return task.Asked switch
        {
            "output" => ["Approve", "Amend", "Reject", .. sendBack],
            "action" => ["Approve", "Amend", "Reject"],
            "failure" => ["Amend", "Reject", .. sendBack],
            _ => ["Approve", "Reject"],
        };
    }

    /// <summary>What a person says; false where they approved this already and others are waited for.</summary>
    public bool Decide(ModelTask task, string verdict, string person)
    {
        if (task.Agreed.Contains(person))
        {
            return false;
        }

        if (StepOf(task).Approvals > 1 && verdict == "Amend")
        {
            // The others have to see it first.
            (task.Agreed, task.IsChanged) = ([person], true);
            return true;
        }

        task.Agreed.Add(person);
        if (verdict != "Approve" || task.Agreed.Count >= StepOf(task).Approvals)
        {
            Apply(task, verdict == "Approve" && task.IsChanged ? "Amend" : verdict);
        }

        return true;
    }

    /// <summary>Nobody decided in time.</summary>
    public void TimeOut(ModelTask task) => Apply(task, StepOf(task).OnTimeout == "approve" ? "Approve" : "TimeOut");

    private void Apply(ModelTask task, string verdict)
    {
        (task.Agreed, task.IsChanged) = ([], false);
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
            case (_, "Reject" or "TimeOut") when StepOf(task).GoTo is { } back && _goneBack.GetValueOrDefault(task.Step) < back.Rounds:
                GoBack(task.Step, back.Step);
                break;
            case (_, "Reject" or "TimeOut"):
                End(task, "Failed", verdict == "TimeOut" ? "TimedOut" : "Rejected");
                break;
            default:
                End(task, "Completed", verdict == "Amend" ? "Amended" : "Approved");
                break;
        }
    }

    /// <summary>A person gives the output of a task that waits.</summary>
    public void Skip(ModelTask task)
    {
        task.IsByHand = true;
        End(task, "Completed", "Skipped");
    }

    /// <summary>A signal for a step: taken where it waits, kept where it does not wait yet.</summary>
    public void Signal(string step)
    {
        if (_tasks.Values.FirstOrDefault(task => task.Step == step && task is { State: "Pending", HasSignal: false }) is { } waiting)
        {
            waiting.HasSignal = true;
        }
        else
        {
            _kept.Add(step);
        }
    }

    public void Cancel()
    {
        CancelUnfinished(_ => true);
        State = "Cancelled";
    }

    /// <summary>The step and everything that follows it is planned again; what was there counts no more.</summary>
    private void GoBack(string from, string to)
    {
        _goneBack[from] = _goneBack.GetValueOrDefault(from) + 1;
        var again = new HashSet<string> { to };
        foreach (var step in _workflow.Steps.Where(step => step.Needs.Any(again.Contains)))
        {
            // Needs stand above: one pass finds all that follows.
            again.Add(step.Id);
        }

        foreach (var (place, task) in _tasks.Where(pair => again.Contains(pair.Value.Step)).ToList())
        {
            _past[task.Step] = Math.Max(_past.GetValueOrDefault(task.Step), task.Round);
            _tasks.Remove(place);
        }

        Advance();
    }

    private void End(ModelTask task, string state, string resolution)
    {
        (task.State, task.Resolution, task.Asked) = (state, resolution, null);
        Advance();
    }
}

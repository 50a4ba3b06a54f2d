using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.Engine.Runs;
using HitlDashboard.Graph;
using HitlDashboard.Ui;

namespace HitlDashboard.Runs;

/// <summary>What each step's box shows of a run: its task's state, or for many tasks the one that matters most and how many are done.</summary>
public static class RunFaces
{
    public static IReadOnlyDictionary<string, StepFace> Of(IReadOnlyList<TaskDetail> tasks) =>
        tasks.GroupBy(task => task.Step, StringComparer.Ordinal).ToDictionary(group => group.Key, group => Face([.. group]), StringComparer.Ordinal);

    private static StepFace Face(IReadOnlyList<TaskDetail> tasks)
    {
        var shown = tasks.MaxBy(Weight)!;
        var done = tasks.Count(task => TaskTransitions.IsFinal(task.State));
        return new StepFace(
            Status.Of(shown.State, shown.Resolution),
            shown.Attempt,
            shown.Round,
            shown.Index is null ? null : Count(tasks, done),
            done == tasks.Count);
    }

    private static string Count(IReadOnlyList<TaskDetail> tasks, int done)
    {
        var failed = tasks.Count(task => task.State == TaskState.Failed);
        return failed == 0 ? $"{done} of {tasks.Count}" : $"{done} of {tasks.Count}, {failed} failed";
    }

    // Who needs a person comes first, then what goes on, then what went wrong.
    private static int Weight(TaskDetail task) => task.State switch
    {
        TaskState.AwaitingReview => 4,
        TaskState.Running => 3,
        TaskState.Failed => 2,
        TaskState.Pending => 1,
        TaskState.Completed => 0,
    };
}

using HitlDashboard.Engine.Runs;

namespace HitlDashboard.Runs;

/// <summary>A task's name for people: the step's, with the element's number from 1.</summary>
public static class TaskName
{
    public static string Of(TaskDetail task) => task.Index is { } index ? $"{task.Name} [{index + 1}]" : task.Name;
}

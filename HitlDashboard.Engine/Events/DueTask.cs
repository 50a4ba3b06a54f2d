using HitlDashboard.Engine.Lifecycle;

namespace HitlDashboard.Engine.Events;

/// <summary>A task that can be claimed from an instant on.</summary>
/// <param name="RunId">Its run.</param>
/// <param name="TaskId">The task.</param>
/// <param name="DueAt">From when.</param>
/// <param name="Priority">Higher goes first.</param>
public readonly record struct DueTask(RunId RunId, TaskId TaskId, DateTimeOffset DueAt, int Priority);

using System.Text.Json;
using HitlDashboard.Engine.Definitions;
using HitlDashboard.Engine.Lifecycle;

namespace HitlDashboard.Engine.DryRuns;

/// <summary>What would happen.</summary>
/// <param name="State">How the run ends; not final where it waits for something that a dry run can't give.</param>
/// <param name="Output">What it answers, or null.</param>
/// <param name="Error">Why it fails, or null.</param>
/// <param name="Path">Steps in the order in which their tasks ended; skipped ones are left out.</param>
/// <param name="Tasks">Its tasks in the order of the file.</param>
/// <param name="Cards">What supervisors would see, in order.</param>
/// <param name="NeedsOutput">Steps that act on the outside and have neither a given nor a recorded output: give them one where the path reaches them.</param>
/// <param name="Waited">How long it waits for timers, ISO 8601.</param>
/// <param name="Estimate">How long it takes, from earlier runs; null where there are none.</param>
public sealed record DryRunResult(
    RunState State, JsonElement? Output, TaskError? Error, IReadOnlyList<string> Path, IReadOnlyList<DryRunTask> Tasks,
    IReadOnlyList<DryRunCard> Cards, IReadOnlyList<string> NeedsOutput, string Waited, DryRunEstimate? Estimate);

/// <summary>One task.</summary>
/// <param name="Step">Its step.</param>
/// <param name="Index">Its element, from 0, or null.</param>
/// <param name="State">Its state at the end.</param>
/// <param name="Resolution">How it ended, or null.</param>
/// <param name="Source">Where its output comes from: <c>given</c>, <c>recorded</c> (the last completed run), <c>example</c> (made from the schema), <c>computed</c>, or <c>none</c>.</param>
/// <param name="Attempt">Attempts begun.</param>
/// <param name="Round">From 1.</param>
/// <param name="Output">Its output, or null.</param>
/// <param name="Error">Why it failed, or null.</param>
public sealed record DryRunTask(
    string Step, int? Index, TaskState State, Resolution? Resolution, string Source, int Attempt, int Round, JsonElement? Output, TaskError? Error);

/// <summary>One review as a supervisor would see it.</summary>
/// <param name="Step">Its step.</param>
/// <param name="Round">From 1.</param>
/// <param name="Subject">What is asked.</param>
/// <param name="Title">One line.</param>
/// <param name="Instructions">Markdown, or null.</param>
/// <param name="Kind">How the content is shown.</param>
/// <param name="Content">What is shown.</param>
/// <param name="Evidence">Facts beside it.</param>
/// <param name="Editable">Paths that amend may change.</param>
/// <param name="Allowed">The verdicts that it takes.</param>
/// <param name="Queue">Where it waits.</param>
/// <param name="Assignee">Who is asked first, or null.</param>
/// <param name="Risk">The risk tier.</param>
/// <param name="Due">Time to decide, ISO 8601, or null.</param>
/// <param name="Decision">What the script said; null where nobody decided in time.</param>
public sealed record DryRunCard(
    string Step, int Round, ReviewSubject Subject, string Title, string? Instructions, ArtifactKind Kind, JsonElement Content, IReadOnlyList<Evidence> Evidence,
    IReadOnlyList<string> Editable, IReadOnlyList<Verdict> Allowed, string Queue, string? Assignee, Risk Risk, string? Due, Verdict? Decision);

/// <summary>How long it takes.</summary>
/// <param name="Typical">The longest way through the steps, people's time included, each as long as its median; ISO 8601.</param>
/// <param name="Runs">Completed runs that it is taken from, at most 20.</param>
/// <param name="Unknown">Steps of the path that none of them has.</param>
public sealed record DryRunEstimate(string Typical, int Runs, IReadOnlyList<string> Unknown);

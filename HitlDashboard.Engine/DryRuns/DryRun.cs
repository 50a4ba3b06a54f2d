using System.Text.Json;
using HitlDashboard.Engine.Definitions;
using HitlDashboard.Engine.Events;
using HitlDashboard.Engine.Ledger;
using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.Engine.Persistence;
using HitlDashboard.Engine.Runs;
using Microsoft.EntityFrameworkCore;

namespace HitlDashboard.Engine.DryRuns;

/// <summary>Shows what a run would do: nothing leaves the process, and nothing is written to the database.</summary>
public sealed class DryRun : IDisposable
{
    private const int AtOnce = 2;
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(2);

    private readonly DefinitionCatalog _catalog;
    private readonly IDbContextFactory<EngineDbContext> _contexts;
    private readonly DryRunSurroundings _surroundings;
    private readonly SemaphoreSlim _places = new(AtOnce);

    internal DryRun(DefinitionCatalog catalog, IDbContextFactory<EngineDbContext> contexts, DryRunSurroundings surroundings) =>
        (_catalog, _contexts, _surroundings) = (catalog, contexts, surroundings);

    /// <summary>Plays the current version of a workflow.</summary>
    /// <param name="workflow">The workflow's name.</param>
    /// <param name="script">Input, outputs and decisions.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>NotAllowed <c>not-found</c>, <c>invalid-input</c> with the violations, <c>invalid-script</c> with what is wrong in it.</returns>
    public async Task<Answer<DryRunResult>> ExecuteAsync(string workflow, DryRunScript script, CancellationToken cancellation = default)
    {
        if (await _catalog.CurrentAsync(workflow, cancellation) is not { } definition)
        {
            return Refuse("not-found", $"There is no workflow '{workflow}' with a valid version; see the Workflows page.");
        }

        await _places.WaitAsync(cancellation);
        try
        {
            var recorded = await RecordedOutputs.ReadAsync(_contexts, workflow, cancellation);
            var answer = await PlayAsync(definition, script, recorded, _surroundings, cancellation);
            return answer.Value is { } played
                ? new Answer<DryRunResult>.Applied(played with { Estimate = await TimeEstimate.ReadAsync(_contexts, definition, played.Path.ToHashSet(StringComparer.Ordinal), cancellation) })
                : answer;
        }
        finally
        {
            _places.Release();
        }
    }

    /// <summary>Plays a definition that no server knows: without recorded outputs and without an estimate.</summary>
    public static Task<Answer<DryRunResult>> OfAsync(
        WorkflowDefinition definition, DryRunScript script, DryRunSurroundings surroundings, CancellationToken cancellation = default) =>
        PlayAsync(definition, script, new Dictionary<(string, int), JsonElement>(), surroundings, cancellation);

    /// <inheritdoc />
    public void Dispose() => _places.Dispose();

    private static async Task<Answer<DryRunResult>> PlayAsync(
        WorkflowDefinition definition, DryRunScript script, IReadOnlyDictionary<(string, int), JsonElement> recorded, DryRunSurroundings surroundings,
        CancellationToken cancellation)
    {
        var problems = new List<SchemaViolation>();
        CheckSteps(definition, script, problems);
        var decisions = new ScriptedDecisions(script.Decisions, problems);
        if (problems.Count > 0)
        {
            return Refuse("invalid-script", "The dry run can't be played as it is written.", problems);
        }

        var input = definition.Input is { } schema ? JsonSchemas.WithDefaults(schema, script.Input) : script.Input;
        if (definition.Input is { } shape && JsonSchemas.Validate(shape, input) is { Count: > 0 } violations)
        {
            return Refuse("invalid-input", "The input does not fit the workflow.", violations);
        }

        var outputs = new StepOutputs(definition, script.Outputs, recorded);
        using var patience = new CancellationTokenSource(Longest, surroundings.Clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellation);
        try
        {
            return new Answer<DryRunResult>.Applied(await PlayAsync(definition, input, outputs, decisions, surroundings, either.Token));
        }
        catch (DryRunRefusedException refusal)
        {
            return Refuse("invalid-script", refusal.Message);
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested && !cancellation.IsCancellationRequested)
        {
            return Refuse("too-long", $"The dry run did not end within {Longest.TotalSeconds} s and was given up: give it a smaller input.");
        }
    }

    private static async Task<DryRunResult> PlayAsync(
        WorkflowDefinition definition, JsonElement input, StepOutputs outputs, ScriptedDecisions decisions, DryRunSurroundings surroundings, CancellationToken cancellation)
    {
        await using var engine = await DryRunEngine.StartAsync(definition, outputs, surroundings, cancellation);
        using var events = engine.Get<IEventBus>().Subscribe();
        var id = await engine.RunAsync(definition, input, cancellation);
        var play = new DryRunPlay(engine, id, decisions, outputs, events);
        return await ResultAsync(engine, await play.EndAsync(cancellation), play, outputs, cancellation);
    }

    private static void CheckSteps(WorkflowDefinition definition, DryRunScript script, List<SchemaViolation> problems)
    {
        // Steps that are planned at run time are known only then.
        if (definition.Steps.Any(step => step.Expand is not null))
        {
            return;
        }

        var known = definition.Steps.Select(step => step.Id).ToHashSet(StringComparer.Ordinal);
        foreach (var (part, step) in script.Outputs.Keys.Select(step => ("outputs", step)).Concat(script.Decisions.Keys.Select(step => ("decisions", step))))
        {
            if (!known.Contains(step))
            {
                problems.Add(new SchemaViolation($"{part}.{step}", $"There is no step '{step}'{Nearest.Hint(step, known)}."));
            }
        }
    }

    private static async Task<DryRunResult> ResultAsync(DryRunEngine engine, RunDetail run, DryRunPlay play, StepOutputs outputs, CancellationToken cancellation)
    {
        var steps = run.Tasks.ToDictionary(task => task.Id, task => task.Step);
        var path = new List<string>();
        for (long after = 0; await engine.Get<HistoryQueries>().AfterAsync(run.Summary.Id, after, 1000, cancellation) is { Count: > 0 } page; after = page[^1].Seq)
        {
            path.AddRange(page.Where(entry => entry is { Kind: "task", TaskId: not null, To: "Completed" or "Failed", Trigger: not "Skip" } && steps.ContainsKey(entry.TaskId.Value))
                .Select(entry => steps[entry.TaskId!.Value]));
        }

        return new DryRunResult(
            run.Summary.State, run.Output, run.Error, [.. path.Distinct(StringComparer.Ordinal)], [.. run.Tasks.Select(task => Task(task, run.Definition, outputs))],
            play.Cards, outputs.Missing, Durations.ToIso(engine.Clock.GetUtcNow() - engine.Clock.Start), Estimate: null);
    }

    private static DryRunTask Task(TaskDetail task, WorkflowDefinition definition, StepOutputs outputs)
    {
        var isPlayed = definition.Steps.FirstOrDefault(step => step.Id == task.Step) is { Expand: null } step && !StepOutputs.Harmless.Contains(step.Uses);
        var source = task.Output is null ? "none" : isPlayed ? outputs.Find(task.Step, task.Index ?? -1)?.Source ?? "none" : "computed";
        return new DryRunTask(task.Step, task.Index, task.State, task.Resolution, source, task.Attempt, task.Round, task.Output, task.Error);
    }

    private static Answer<DryRunResult>.NotAllowed Refuse(string code, string message, IReadOnlyList<SchemaViolation>? details = null) =>
        new(new Refusal(code, message, details is null ? null : EngineJson.From(details)));
}

/// <summary>What a dry run takes from where it is played.</summary>
/// <param name="Templates">Where template files are.</param>
/// <param name="Engine">Calendars and the like; folders are its own.</param>
/// <param name="Clock">When it begins.</param>
public sealed record DryRunSurroundings(Activities.TemplateOptions Templates, EngineOptions Engine, TimeProvider Clock);

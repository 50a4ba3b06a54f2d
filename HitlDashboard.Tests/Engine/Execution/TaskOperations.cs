using System.Text.Json;
using HitlDashboard.Engine.Integrity;
using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.Engine.Reviews;
using HitlDashboard.Engine.Runs;
using HitlDashboard.Tests.Support;

namespace HitlDashboard.Tests.Engine.Execution;

/// <summary>What operators do to single tasks. Every story ends sound.</summary>
public abstract class TaskOperations : IAsyncLifetime
{
    protected const string Contract = "output: { schema: { type: object, required: [price], properties: { price: { type: number } } } }";

    protected static Actor Operator { get; } = new("opal", Role.Operator);

    protected EngineHarness Engine { get; private set; } = null!;

    public async Task InitializeAsync() => Engine = await EngineHarness.StartAsync();

    public async Task DisposeAsync()
    {
        Assert.Empty(DatabaseVerification.Verify(Path.Combine(Engine.Folder, "hitl.db")).Violations);
        await Engine.DisposeAsync();
    }

    protected async Task<RunId> StartAsync(string yaml)
    {
        await Engine.SaveAsync(yaml);
        return await Engine.RunAsync(yaml.Split('\n')[0].Split(' ')[1]);
    }

    protected Task<Answer<TaskState>> SkipAsync(TaskDetail task, object output, Actor? by = null) =>
        Engine.Get<ChangeTask>().SkipAsync(task.Id, by ?? Engine.Ana, EngineJson.From(output), "by hand");

    protected Task<Answer<TaskState>> ChangeAsync(TaskDetail task, object input, Actor? by = null) =>
        Engine.Get<ChangeTask>().ChangeInputAsync(task.Id, by ?? Engine.Ana, EngineJson.From(input));

    /// <summary>The data of the only entry with this trigger.</summary>
    protected async Task<JsonElement> EntryAsync(RunId id, string trigger, string kind = "task") =>
        Assert.Single(await Engine.Get<HistoryQueries>().AfterAsync(id, 0, 1000), entry => entry.Kind == kind && entry.Trigger == trigger).Data!.Value;
}

using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.Engine.Runs;
using HitlDashboard.Engine.Workflows;
using HitlDashboard.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Xunit;

namespace HitlDashboard.Tests.Browser;

/// <summary>A server with a workflow that branches, one that fails and one that is broken, and a run of each.</summary>
public sealed class PagesStage : IAsyncLifetime
{
    private const string Branching = """
        name: report
        title: Weekly report
        description: Many branches that meet again, and an editor who decides.
        input:
          type: object
          required: [subject]
          properties:
            subject: { type: string, title: Subject, minLength: 3, description: What the report is about. }
            depth: { type: integer, minimum: 1, maximum: 9, default: 3, title: How deep }
            tone: { enum: [short, friendly, formal], default: friendly }
            urgent: { type: boolean, title: This is urgent }
            notes: { type: string, maxLength: 2000, title: Notes }
            recipients: { type: array, items: { type: string }, title: Recipients }
        steps:
          - { id: plan, name: Plan the work, uses: set, needs: [], with: { parts: [alpha, beta, gamma] }, milestone: Planned }
          - { id: sources, name: Research sources, uses: set, needs: [plan], with: { text: found } }
          - { id: legal, name: Legal check, uses: set, needs: [plan], with: { text: fine } }
          - { id: parts, name: Write each part of the report, uses: set, needs: [sources], foreach: "{{steps.plan.output.parts}}", with: { text: "part {{item}}" } }
          - id: merge
            name: Merge
            uses: set
            needs: [parts, plan]
            with: { text: "all of {{input.subject}}" }
            review: { title: "Report about {{input.subject}}", show: { kind: text, value: "{{output.text}}" }, edit: [text], queue: editors, risk: high }
          - { id: publish, name: Publish, uses: set, needs: [merge, legal], with: { ok: true } }
        """;

    private const string Failing = """
        name: failing
        title: Fails on purpose
        steps:
          - { id: prepare, name: Prepare, uses: set, with: { a: 1 } }
          - { id: call, name: Call a program, uses: process, with: { command: [git, no-such-command] } }
          - { id: after, name: After that, uses: set, with: { a: 2 } }
        """;

    private static readonly Actor Author = new("author", Role.Admin);

    public DashboardServer Server { get; private set; } = null!;

    public RunId Waiting { get; private set; }

    public RunId Failed { get; private set; }

    public async Task InitializeAsync()
    {
        Server = await DashboardServer.StartAsync();
        await File.WriteAllTextAsync(Path.Combine(Server.WorkflowsDirectory, "broken.yaml"), "name: broken\ntitle: Broken\nsteps:\n  - id: a\n    uses: sett\n");
        await SaveAsync(Branching);
        await SaveAsync(Failing);
        Waiting = await StartAsync("report", new { subject = "March" });
        Failed = await StartAsync("failing", new { });
        await ReachesAsync(Waiting, run => run.Summary.Waiting == 1);
        await ReachesAsync(Failed, run => run.Summary.State == RunState.Failed);
        await Eventually.IsTrueAsync(async () => await Get<WorkflowQueries>().GetAsync("broken") is not null, "the broken file is known");
    }

    public async Task DisposeAsync() => await Server.DisposeAsync();

    public async Task<RunId> StartAsync(string workflow, object input) =>
        (await Get<StartRun>().ExecuteAsync(workflow, EngineJson.From(input), Author)).Value;

    /// <summary>A page, signed in.</summary>
    public async Task<IPage> OpenAsync(IBrowserContext context, string address)
    {
        var page = await context.NewPageAsync();
        await page.GotoAsync("/signin");
        await page.FillAsync("[name=name]", DashboardServer.AdminName);
        await page.FillAsync("[name=password]", DashboardServer.AdminPassword);
        await page.Locator("button[type=submit]").First.ClickAsync();
        await page.IsAtAsync("^(?!.*signin)");
        await page.GotoAsync(address);
        return page;
    }

    private Task ReachesAsync(RunId run, Func<RunDetail, bool> fact) => Eventually.IsTrueAsync(
        async () => await Get<RunQueries>().GetAsync(run) is { } found && fact(found), $"run {run} gets there");

    private async Task SaveAsync(string yaml)
    {
        var answer = await Get<SaveWorkflow>().ExecuteAsync(yaml, "sample.yaml", null, Author);
        Assert.True(answer.Refused is null, $"{answer.Refused?.Message} {answer.Refused?.Details}");
    }

    private T Get<T>()
        where T : notnull => Server.Services.GetRequiredService<T>();
}

using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.Engine.Reviews;
using HitlDashboard.Engine.Runs;
using HitlDashboard.Engine.Workflows;
using HitlDashboard.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Xunit;

namespace HitlDashboard.Tests.Browser;

/// <summary>One server for the inbox's browser tests; every test works in a queue of its own.</summary>
public sealed class InboxStage : IAsyncLifetime
{
    private const string Announcement = """
        uses: set
        with: { text: "{{input.text}}{{#if feedback}} ({{feedback}}){{/if}}" }
        review:
          title: "{{input.title}}"
          instructions: "Check the **tone** and the facts, then decide."
          show: { kind: markdown, value: "{{output.text}}" }
          edit: [text]
          evidence:
            - { label: Length, value: "short" }
          reasons: [Wrong tone, Not true]
        """;

    private static readonly Actor Author = new("author", Role.Admin);

    private readonly SemaphoreSlim _signIn = new(1);
    private IReadOnlyList<BrowserContextCookiesResult>? _session;

    public DashboardServer Server { get; private set; } = null!;

    public async Task InitializeAsync() => Server = await DashboardServer.StartAsync();

    public async Task DisposeAsync()
    {
        await Server.DisposeAsync();
        _signIn.Dispose();
    }

    /// <summary>A workflow with one gate, in the queue of its name.</summary>
    /// <param name="queue">Its name and its queue.</param>
    /// <param name="risk">The gate's risk.</param>
    /// <param name="step">The gate's step without id, ending with its <c>review</c>; null means a text that is announced.</param>
    public async Task SaveAsync(string queue, string risk = "low", string? step = null)
    {
        var yaml = $$$"""
            name: {{{queue}}}
            title: Announcements of {{{queue}}}
            steps:
              - id: draft
                name: Draft
            {{{string.Join('\n', (step ?? Announcement).Split('\n').Select(line => $"    {line}"))}}}
                  queue: {{{queue}}}
                  risk: {{{risk}}}
              - id: publish
                name: Publish
                needs: [draft]
                uses: set
                with: { text: "done" }
            """;
        var answer = await Get<SaveWorkflow>().ExecuteAsync(yaml, $"{queue}.yaml", null, Author);
        Assert.True(answer.Refused is null, $"{answer.Refused?.Message} {answer.Refused?.Details}");
    }

    /// <summary>Starts runs one after another: their reviews have the order of the titles.</summary>
    public async Task AskAsync(string queue, params string[] titles)
    {
        var before = await CountAsync(queue, ReviewState.Open);
        foreach (var title in titles)
        {
            var input = EngineJson.From(new { title, text = $"We are happy to announce **{title}**." });
            Assert.Null((await Get<StartRun>().ExecuteAsync(queue, input, Author)).Refused);
            before++;
            await Eventually.IsTrueAsync(async () => await CountAsync(queue, ReviewState.Open) >= before, $"{title} waits in {queue}");
        }
    }

    public Task<int> CountAsync(string queue, ReviewState state) => Get<ReviewQueries>().CountAsync(new ReviewFilter { Queue = queue, States = [state] });

    public async Task<ReviewListItem> RowAsync(string queue, string title) => (await RowsAsync(queue, title))[^1];

    /// <summary>Waits for a fact about a review, which need not be there yet.</summary>
    public Task UntilAsync(string queue, string title, Func<ReviewListItem, bool> fact) =>
        Eventually.IsTrueAsync(async () => (await RowsAsync(queue, title)) is [.., var row] && fact(row), $"a fact about {title}");

    public T Get<T>()
        where T : notnull => Server.Services.GetRequiredService<T>();

    /// <summary>The inbox of a queue, signed in, with its first item painted for longer than the dwell time.</summary>
    public async Task<IPage> OpenAsync(IBrowserContext context, string address)
    {
        await context.AddCookiesAsync(await SessionAsync(context));
        var page = await context.NewPageAsync();
        await page.GotoAsync(address);
        await page.Locator("[data-queue-list]:focus, .queue-empty").First.WaitForAsync();
        return page;
    }

    private async Task<IEnumerable<Cookie>> SessionAsync(IBrowserContext context)
    {
        await _signIn.WaitAsync();
        try
        {
            if (_session is null)
            {
                var page = await context.NewPageAsync();
                await page.GotoAsync("/signin");
                await page.FillAsync("[name=name]", DashboardServer.AdminName);
                await page.FillAsync("[name=password]", DashboardServer.AdminPassword);
                await page.Locator("button[type=submit]").First.ClickAsync();
                await page.IsAtAsync("^(?!.*signin)");
                _session = await context.CookiesAsync();
                await page.CloseAsync();
            }

            return _session.Select(cookie => new Cookie { Name = cookie.Name, Value = cookie.Value, Domain = cookie.Domain, Path = cookie.Path, HttpOnly = cookie.HttpOnly });
        }
        finally
        {
            _signIn.Release();
        }
    }

    private async Task<IReadOnlyList<ReviewListItem>> RowsAsync(string queue, string title) =>
        (await Get<ReviewQueries>().ListAsync(new ReviewFilter { Queue = queue, States = Enum.GetValues<ReviewState>(), Deferred = null, Search = title, Sort = ReviewSort.Age, Limit = 200 })).Items;
}

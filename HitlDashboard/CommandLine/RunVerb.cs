using System.CommandLine;
using System.Text.Json;
using HitlDashboard.App;
using HitlDashboard.Engine;
using HitlDashboard.Engine.Activities;
using HitlDashboard.Engine.Definitions;
using HitlDashboard.Engine.DryRuns;
using HitlDashboard.Engine.Lifecycle;

namespace HitlDashboard.CommandLine;

/// <summary><c>run WORKFLOW</c>: starts a run on a running server, or shows what it would do.</summary>
internal static class RunVerb
{
    public static Command Create()
    {
        var workflow = new Argument<string>("workflow") { Description = "A workflow's name; with --dry-run also a file." };
        var inputs = new Option<string[]>("--input") { Description = "name=value, as often as needed; a value that is JSON is taken as JSON.", DefaultValueFactory = _ => [] };
        var dryRun = new Option<bool>("--dry-run") { Description = "Show what would happen; nothing is started." };
        var outputs = new Option<string?>("--outputs") { Description = "For --dry-run: a JSON file with outputs by step." };
        var decisions = new Option<string?>("--decisions") { Description = "For --dry-run: a JSON file with decisions by step." };
        var wait = new Option<bool>("--wait") { Description = "Wait until the run has ended." };
        var server = new Option<string?>("--server") { Description = $"The server's address; HITL_SERVER or {DashboardHost.DefaultUrl} where it is left out." };
        var key = new Option<string?>("--key") { Description = "An API key; HITL_KEY where it is left out." };
        var json = new Option<bool>("--json") { Description = "Print JSON for scripts." };
        var command = new Command("run", "Start a run on a running server, or show what it would do.") { workflow, inputs, dryRun, outputs, decisions, wait, server, key, json };
        command.SetAction((parsed, cancellation) => ReportAsync(async () =>
        {
            var asked = new Asked(parsed.GetValue(workflow)!, Input(parsed.GetValue(inputs)!), Script(parsed.GetValue(outputs)), Script(parsed.GetValue(decisions)), parsed.GetValue(json));
            if (parsed.GetValue(dryRun) && File.Exists(asked.Workflow) && !ServerCalls.IsNamed(parsed.GetValue(server)))
            {
                return await PlayFileAsync(asked, cancellation);
            }

            using var calls = new ServerCalls(parsed.GetValue(server), parsed.GetValue(key));
            return parsed.GetValue(dryRun) ? await PlayAsync(asked, calls, cancellation) : await StartAsync(asked, calls, parsed.GetValue(wait), cancellation);
        }));
        return command;
    }

    private static Task<int> ReportAsync(Func<Task<int>> verb) => Refusals.ReportAsync(async () =>
    {
        try
        {
            return await verb();
        }
        catch (ServerRefusedException refusal)
        {
            throw new StartRefusedException(refusal.Reasons);
        }
        catch (HttpRequestException problem)
        {
            await Console.Error.WriteLineAsync($"The server can't be reached ({problem.Message.TrimEnd('.')}): start it, or give its address with --server or HITL_SERVER.");
            return ExitCodes.NotReachable;
        }
    });

    private static async Task<int> PlayFileAsync(Asked asked, CancellationToken cancellation)
    {
        var settings = DashboardHost.ReadSettings(new StartOptions());
        var engine = new EngineOptions { Directory = "", Calendars = settings.Calendars, QueueCalendars = settings.QueueCalendars };
        var read = WorkflowYaml.Read(await File.ReadAllTextAsync(asked.Workflow, cancellation), asked.Workflow, engine.CalendarNames);
        if (read.Definition is not { } definition)
        {
            throw new StartRefusedException([.. read.Errors.Select(error => error.ToString())]);
        }

        var script = new DryRunScript { Input = EngineJson.From(asked.Input), Outputs = asked.Outputs, Decisions = asked.Decisions };
        var templates = new TemplateOptions { Directory = settings.TemplatesDirectory };
        var answer = await DryRun.OfAsync(definition, script, new DryRunSurroundings(templates, engine, TimeProvider.System), cancellation);
        return answer.Value is { } played
            ? DryRunText.Print(JsonSerializer.SerializeToElement(played, Doors.DoorJson.Answers), asked.Json)
            : throw new StartRefusedException([answer.Refused!.Message, .. Details(answer.Refused)]);
    }

    private static async Task<int> PlayAsync(Asked asked, ServerCalls calls, CancellationToken cancellation)
    {
        var body = new { input = asked.Input, outputs = asked.Outputs, decisions = asked.Decisions };
        return DryRunText.Print(await calls.SendAsync(HttpMethod.Post, $"/api/workflows/{Uri.EscapeDataString(asked.Workflow)}/dry-run", body, cancellation), asked.Json);
    }

    private static async Task<int> StartAsync(Asked asked, ServerCalls calls, bool waits, CancellationToken cancellation)
    {
        // Under one key: where the answer was lost, the same request gives the same run.
        var key = Guid.CreateVersion7(TimeProvider.System.GetUtcNow()).ToString();
        var start = $"/api/workflows/{Uri.EscapeDataString(asked.Workflow)}/runs";
        var run = await Patience.TryAsync(() => calls.SendAsync(HttpMethod.Post, start, new { input = asked.Input }, cancellation, key), mayBeAbsent: false, cancellation);
        var id = run.GetProperty("id").GetString();
        if (waits)
        {
            await Console.Error.WriteLineAsync($"Run {id} was started; waiting until it has ended.");
        }

        while (waits && !IsFinal(run))
        {
            await Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System, cancellation);
            run = await Patience.TryAsync(() => calls.SendAsync(HttpMethod.Get, $"/api/runs/{id}", null, cancellation), mayBeAbsent: true, cancellation);
        }

        var error = run.GetProperty("error") is { ValueKind: JsonValueKind.Object } failed ? $"\n{failed.GetProperty("message")}" : "";
        Console.WriteLine(asked.Json ? run.GetRawText() : $"{asked.Workflow}: {run.GetProperty("state")}{error}\n{new Uri(calls.Address, $"/runs/{id}")}");
        return run.GetProperty("state").GetString() is "Failed" or "Cancelled" ? ExitCodes.Refused : ExitCodes.Done;
    }

    private static bool IsFinal(JsonElement run) => Enum.TryParse<RunState>(run.GetProperty("state").GetString(), out var state) && RunTransitions.IsFinal(state);

    private static IEnumerable<string> Details(Refusal refusal) => refusal.Details is { ValueKind: JsonValueKind.Array } list
        ? list.EnumerateArray().Select(problem => $"  {problem.GetProperty("path")}: {problem.GetProperty("message")}")
        : [];

    private static Dictionary<string, JsonElement> Input(IEnumerable<string> pairs) => pairs
        .Select(pair => pair.Split('=', 2) is { Length: 2 } parts ? parts : throw new StartRefusedException([$"--input takes name=value, found '{pair}'."]))
        .GroupBy(parts => parts[0], parts => parts[1], StringComparer.Ordinal)
        .Select(input => input.Count() == 1 ? input : throw new StartRefusedException([$"--input {input.Key} is there {input.Count()} times: give each name once, a list as JSON."]))
        .ToDictionary(input => input.Key, input => Value(input.Single()), StringComparer.Ordinal);

    private static JsonElement Value(string text)
    {
        try
        {
            return EngineJson.Parse(text);
        }
        catch (JsonException)
        {
            return EngineJson.From(text);
        }
    }

    private static Dictionary<string, JsonElement> Script(string? file)
    {
        try
        {
            return file is null ? [] : JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(File.ReadAllText(file)) ?? [];
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new StartRefusedException([$"{file} can't be read as a JSON object: {problem.Message}"]);
        }
    }

    private sealed record Asked(
        string Workflow, IReadOnlyDictionary<string, JsonElement> Input, IReadOnlyDictionary<string, JsonElement> Outputs, IReadOnlyDictionary<string, JsonElement> Decisions, bool Json);
}

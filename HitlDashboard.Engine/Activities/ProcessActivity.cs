using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using HitlDashboard.Engine.Activities.Secrets;
using HitlDashboard.Engine.Lifecycle;

namespace HitlDashboard.Engine.Activities;

/// <summary><c>process</c>: starts a program that the settings allow, without a shell.</summary>
internal sealed class ProcessActivity(ProcessOptions options, Redaction redaction, TimeProvider clock) : IActivity
{
    private const int ExcerptLines = 5;
    private const int ExcerptLength = 600;

    private readonly ProcessPrograms programs = new(options);

    public string Uses => "process";

    public bool ReadsSecrets => true;

    public async Task<ActivityOutcome> RunAsync(ActivityContext context, CancellationToken cancellation)
    {
        try
        {
            var command = InFolder(ProcessCommand.Read(context.With));
            return Refusal(command) ?? await StartAsync(command, context.IdempotencyKey, cancellation);
        }
        catch (ActivityWithException error)
        {
            return error.Outcome;
        }
    }

    private ProcessCommand InFolder(ProcessCommand command) => command.WorkingDirectory is { } folder && options.Home is { } home
        ? command with { WorkingDirectory = Path.GetFullPath(folder, home) }
        : command;

    private ActivityOutcome.Failed? Refusal(ProcessCommand command)
    {
        if ((programs.Refusal(command.Program) ?? ProcessEnvironment.Refusal(command.Environment.Keys)) is { } refusal)
        {
            return new ActivityOutcome.Failed("not-allowed", refusal, Retryable: false);
        }

        return command.WorkingDirectory is { } folder && !(Path.IsPathFullyQualified(folder) && Directory.Exists(folder))
            ? new ActivityOutcome.Failed("not-found", $"The working directory \"{folder}\" is not an existing folder given by its full path. Create it, or leave 'workingDirectory' out.", Retryable: false)
            : null;
    }

    private async Task<ActivityOutcome> StartAsync(ProcessCommand command, string key, CancellationToken cancellation)
    {
        if (ProcessPrograms.Find(command.Program) is not { } file)
        {
            return new ActivityOutcome.Failed("not-found", $"The program \"{command.Program}\" is not installed: no folder of PATH has it.", Retryable: false);
        }

        var space = Directory.CreateTempSubdirectory("hitl-process-");
        try
        {
            var execution = new ProcessExecution(StartInfo(command, file, space, key), command.Input, options.MaxOutputBytes, key, clock);
            return Outcome(command, await execution.RunAsync(cancellation));
        }
        catch (Win32Exception error)
        {
            return new ActivityOutcome.Failed("not-started", $"\"{command.Program}\" could not be started: {error.Message}.", Retryable: true);
        }
        finally
        {
            Remove(space);
        }
    }

    private static ProcessStartInfo StartInfo(ProcessCommand command, string file, DirectoryInfo space, string key)
    {
        var home = space.CreateSubdirectory("home").FullName;
        var start = new ProcessStartInfo(file, command.Arguments)
        {
            WorkingDirectory = command.WorkingDirectory ?? space.CreateSubdirectory("work").FullName,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            CreateNoWindow = true,
        };
        start.Environment.Clear();
        foreach (var (name, value) in ProcessEnvironment.Build(command.Environment, home, key))
        {
            start.Environment[name] = value;
        }

        return start;
    }

    private ActivityOutcome Outcome(ProcessCommand command, ProcessEnd end)
    {
        if (end.Overflow is { } stream)
        {
            return new ActivityOutcome.Failed("output-too-large", $"\"{command.Program}\" wrote more than {options.MaxOutputBytes:N0} bytes to {stream} and was stopped. Let it write less, or to a file.", Retryable: false);
        }

        return command.Expect.Contains(end.ExitCode)
            ? Produced(command, end)
            : new ActivityOutcome.Failed("exit-code", $"\"{command.Program}\" ended with exit code {end.ExitCode}: {Excerpt(end)}", Retryable: true);
    }

    private static ActivityOutcome Produced(ProcessCommand command, ProcessEnd end)
    {
        var output = new JsonObject { ["exitCode"] = end.ExitCode, ["stdout"] = end.Output, ["stderr"] = end.Error };
        try
        {
            switch (command.Parse)
            {
                case ProcessParse.Json:
                    output["json"] = ActivityJson.Parse(end.Output);
                    break;
                case ProcessParse.Lines:
                    output["lines"] = new JsonArray([.. end.Output.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n').Where(_ => end.Output.Length > 0).Select(line => (JsonNode)line)]);
                    break;
                case ProcessParse.Text:
                    break;
            }

            return new ActivityOutcome.Produced(EngineJson.From(output));
        }
        catch (JsonException error)
        {
            return new ActivityOutcome.Failed("bad-output", $"\"{command.Program}\" wrote no JSON: {error.Message}", Retryable: true);
        }
    }

    private string Excerpt(ProcessEnd end)
    {
        // Before anything is cut: the rest of a secret would not be found any more.
        var said = redaction.Of(string.IsNullOrWhiteSpace(end.Error) ? end.Output : end.Error);
        var lines = said.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Take(ExcerptLines);
        var text = string.Join("; ", lines);
        return text.Length == 0 ? "it said nothing." : text.Length > ExcerptLength ? text[..ExcerptLength] + "…" : text;
    }

    private static void Remove(DirectoryInfo space)
    {
        try
        {
            space.Delete(recursive: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // What cannot be removed now (a file held open) lies in the system's folder for temporary files, which is cleared by the system.
            return;
        }
    }
}

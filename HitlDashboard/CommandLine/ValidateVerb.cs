using System.CommandLine;
using HitlDashboard.App;
using HitlDashboard.Engine.Definitions;

namespace HitlDashboard.CommandLine;

/// <summary><c>validate FILES</c>: says of every workflow file whether it is valid, or every error with its place. Needs no server.</summary>
internal static class ValidateVerb
{
    public static Command Create()
    {
        var files = new Argument<string[]>("files") { Description = "Workflow files, or folders with *.yaml files.", Arity = ArgumentArity.OneOrMore };
        var command = new Command("validate", "Check workflow files.") { files };
        command.SetAction((parsed, cancellation) => ValidateAsync(parsed.GetValue(files)!, Calendars(), Console.Out, Console.Error, cancellation));
        return command;
    }

    /// <param name="names">Files and folders.</param>
    /// <param name="calendars">The calendars that a definition may name; null does not check them.</param>
    /// <param name="output">Gets what is valid.</param>
    /// <param name="errors">Gets what is not.</param>
    /// <param name="cancellation">Stops.</param>
    public static async Task<int> ValidateAsync(
        IReadOnlyList<string> names, IReadOnlyCollection<string>? calendars, TextWriter output, TextWriter errors, CancellationToken cancellation)
    {
        var allValid = true;
        if (calendars is null)
        {
            await errors.WriteLineAsync("The settings can't be read, so whether the calendars that files name are there was not checked.");
        }

        foreach (var name in names)
        {
            var files = FilesOf(name);
            if (files.Count == 0)
            {
                await errors.WriteLineAsync($"{name}: there is no such file, and no folder with *.yaml files.");
                allValid = false;
            }

            foreach (var file in files)
            {
                allValid &= await IsValidAsync(file, calendars, output, errors, cancellation);
            }
        }

        return allValid ? ExitCodes.Done : ExitCodes.Refused;
    }

    /// <summary>The calendars of the settings beside this program; null where the settings are wrong, which is for the start of the server to say.</summary>
    private static List<string>? Calendars()
    {
        try
        {
            return [BusinessCalendar.AlwaysName, .. DashboardHost.ReadSettings(new StartOptions()).Calendars.Keys];
        }
        catch (StartRefusedException)
        {
            return null;
        }
    }

    private static IReadOnlyList<string> FilesOf(string name) =>
        Directory.Exists(name) ? [.. Directory.EnumerateFiles(name, "*.yaml").Order(StringComparer.Ordinal)] : File.Exists(name) ? [name] : [];

    private static async Task<bool> IsValidAsync(string file, IReadOnlyCollection<string>? calendars, TextWriter output, TextWriter errors, CancellationToken cancellation)
    {
        string text;
        try
        {
            text = await File.ReadAllTextAsync(file, cancellation);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            await errors.WriteLineAsync($"{file}: cannot be read: {problem.Message}");
            return false;
        }

        var result = WorkflowYaml.Read(text, file, calendars);
        foreach (var error in result.Errors)
        {
            await errors.WriteLineAsync(error.ToString());
        }

        if (result.Definition is { } definition)
        {
            await output.WriteLineAsync($"{file}: valid: {definition.Name}, {definition.Steps.Count} steps");
        }

        return result.Definition is not null;
    }
}

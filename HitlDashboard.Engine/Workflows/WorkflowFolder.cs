using System.Text.RegularExpressions;
using System.Threading.Channels;
using HitlDashboard.Engine.Definitions;
using HitlDashboard.Engine.Ledger;
using HitlDashboard.Engine.Ledger.Commands;
using HitlDashboard.Engine.Lifecycle;
using Microsoft.Extensions.Logging;

namespace HitlDashboard.Engine.Workflows;

/// <summary>Watches the folder of workflow files: a saved file becomes the current version at once, a broken one keeps the last good version and shows its errors.</summary>
internal sealed partial class WorkflowFolder(EngineOptions options, TaskLedger ledger, TimeProvider clock, ILogger<WorkflowFolder> log)
{
    private static readonly TimeSpan Settle = TimeSpan.FromMilliseconds(150);
    private static readonly TimeSpan Again = TimeSpan.FromSeconds(1);

    private readonly Channel<string> _changed = Channel.CreateUnbounded<string>();

    /// <summary>Reads every file once.</summary>
    public async Task ReadAllAsync(CancellationToken cancellation)
    {
        if (options.WorkflowsDirectory is not { } directory || !Directory.Exists(directory))
        {
            return;
        }

        foreach (var file in Directory.EnumerateFiles(directory).Where(IsWorkflow).Order(StringComparer.Ordinal))
        {
            await ReadAsync(file, cancellation);
        }
    }

    /// <summary>Reads files as they are saved.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        if (options.WorkflowsDirectory is not { } directory || !Directory.Exists(directory))
        {
            return;
        }

        using var watcher = new FileSystemWatcher(directory) { NotifyFilter = NotifyFilters.LastWrite | NotifyFilters.FileName };
        watcher.Changed += (_, change) => _changed.Writer.TryWrite(change.FullPath);
        watcher.Created += (_, change) => _changed.Writer.TryWrite(change.FullPath);
        watcher.Renamed += (_, change) => _changed.Writer.TryWrite(change.FullPath);
        watcher.EnableRaisingEvents = true;

        // A file may have been saved between the first reading and now.
        Array.ForEach(Directory.GetFiles(directory), file => _changed.Writer.TryWrite(file));
        while (await _changed.Reader.WaitToReadAsync(stopping))
        {
            // Editors write in several steps: the last one counts.
            await Task.Delay(Settle, clock, stopping);
            var files = new HashSet<string>(StringComparer.Ordinal);
            while (_changed.Reader.TryRead(out var file))
            {
                files.Add(file);
            }

            foreach (var file in files.Where(IsWorkflow).Where(File.Exists))
            {
                await TryReadAsync(file, stopping);
            }
        }
    }

    /// <summary>Puts the file back where the database did not take it: it must not wait until somebody saves it again.</summary>
    private async Task TryReadAsync(string file, CancellationToken stopping)
    {
        try
        {
            await ReadAsync(file, stopping);
        }
        catch (Exception exception) when (StorageFault.IsOne(exception))
        {
            LogWaits(log, Path.GetFileName(file), exception.Message);
            await Task.Delay(Again, clock, stopping);
            _changed.Writer.TryWrite(file);
        }
    }

    private async Task ReadAsync(string file, CancellationToken cancellation)
    {
        try
        {
            var text = await File.ReadAllTextAsync(file, cancellation);
            var read = WorkflowYaml.Read(text, Path.GetFileName(file), options.CalendarNames);
            if (read.Definition is { } definition)
            {
                await ledger.SubmitAsync(new PublishDefinitionCommand(Actor.Engine, definition, IsFile: true), cancellation);
                return;
            }

            LogBroken(log, Path.GetFileName(file), read.Errors.Count, read.Errors[0].ToString());
            await ledger.SubmitAsync(
                new ReportBrokenFileCommand(Actor.Engine, NameIn(text) ?? Path.GetFileNameWithoutExtension(file), text, read.Errors), cancellation);
        }
        catch (IOException exception)
        {
            LogUnreadable(log, Path.GetFileName(file), exception.Message);
        }
    }

    // The file is broken, but where its name can still be read its errors belong to that workflow.
    private static string? NameIn(string text) => NameLine().Match(text) is { Success: true } match ? match.Groups["name"].Value : null;

    [GeneratedRegex("^name:[ \\t]*(?<name>[a-z0-9][a-z0-9-]{0,63})[ \\t]*(?:#.*)?\\r?$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 200)]
    private static partial Regex NameLine();

    private static bool IsWorkflow(string file) => Path.GetExtension(file) is ".yaml" or ".yml";

    [LoggerMessage(1, LogLevel.Warning, "{File} has {Count} errors and was not taken over. The first: {Error}")]
    private static partial void LogBroken(ILogger log, string file, int count, string error);

    [LoggerMessage(2, LogLevel.Warning, "{File} can't be read: {Reason}")]
    private static partial void LogUnreadable(ILogger log, string file, string reason);

    [LoggerMessage(3, LogLevel.Warning, "{File} could not be taken over yet, trying again: {Reason}")]
    private static partial void LogWaits(ILogger log, string file, string reason);
}

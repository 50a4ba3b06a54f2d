using System.CommandLine;
using HitlDashboard.App;
using HitlDashboard.Engine.Backups;

namespace HitlDashboard.CommandLine;

/// <summary><c>backup FILE</c>, also beside a running server, and <c>restore FILE</c> into an empty data folder.</summary>
internal static class BackupVerbs
{
    public static Command Backup()
    {
        var file = new Argument<string>("file") { Description = "The new file, as backups/monday.zip." };
        var command = new Command("backup", "Write the data folder into one file; a server may be running.") { file };
        command.SetAction((parsed, cancellation) => Refusals.ReportAsync(async () =>
        {
            var settings = DashboardHost.ReadSettings(new StartOptions());
            var target = Path.GetFullPath(parsed.GetValue(file)!);
            return await TellAsync($"backed up to {target}", await DataBackup.WriteAsync(settings.DataDirectory, target, TimeProvider.System, cancellation));
        }));
        return command;
    }

    public static Command Restore()
    {
        var file = new Argument<string>("file") { Description = "A file that 'backup' wrote." };
        var command = new Command("restore", "Put a backup into the data folder, which must be empty; no server may be running.") { file };
        command.SetAction((parsed, cancellation) => Refusals.ReportAsync(async () =>
        {
            var settings = DashboardHost.ReadSettings(new StartOptions());
            using var data = DataFolder.Open(settings.DataDirectory);
            return await TellAsync(
                $"restored into {data.Path}", await DataRestore.ReadAsync(Path.GetFullPath(parsed.GetValue(file)!), data.Path, DataFolder.Marks, cancellation));
        }));
        return command;
    }

    /// <summary>What is not as it should be is told, and fails a script; the files are written all the same, because they may be the only ones.</summary>
    private static async Task<int> TellAsync(string what, BackupResult result)
    {
        foreach (var violation in result.Verification.Violations)
        {
            await Console.Error.WriteLineAsync(violation.ToString());
        }

        foreach (var missing in result.MissingArtifacts)
        {
            await Console.Error.WriteLineAsync($"{missing} is missing, although the database names it.");
        }

        var found = result.Verification;
        var soundness = found.OlderSchema is not null ? "NOT verified: an older version wrote it, and the next start of this one upgrades it" : found.IsSound ? "sound" : "NOT sound, see above";
        await Console.Out.WriteLineAsync($"{what}: {result.Manifest.Files.Count} files, {found.Runs} runs, {found.Entries} history entries, {soundness}");
        return found.IsSound && result.MissingArtifacts.Count == 0 ? ExitCodes.Done : ExitCodes.Refused;
    }
}

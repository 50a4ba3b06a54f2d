using System.CommandLine;
using HitlDashboard.App;
using HitlDashboard.Engine.Audit;
using HitlDashboard.Engine.Integrity;
using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.Settings;

namespace HitlDashboard.CommandLine;

/// <summary><c>audit verify</c> and <c>audit anchor</c>. Both read only; a server may be running.</summary>
internal static class AuditVerbs
{
    public static Command Create() => new("audit", "The audit trail: a chain over the history and everything that it tells of.") { VerifyCommand(), AnchorCommand() };

    private static Command VerifyCommand()
    {
        var file = new Argument<string?>("file") { Description = "The database; that of the data folder where it is left out.", Arity = ArgumentArity.ZeroOrOne };
        var anchors = new Option<string?>("--anchors") { Description = "A file of anchors that was kept elsewhere." };
        var key = new Option<string?>("--key") { Description = "The key's file; audit.key beside the database, or that of the settings, where it is left out." };
        var command = new Command("verify", "Check that nothing in the audit trail was changed, moved, inserted, removed or cut off.") { file, anchors, key };
        command.SetAction((parsed, _) => Refusals.ReportAsync(() =>
        {
            var database = parsed.GetValue(file) ?? Path.Combine(Settings().DataDirectory, "hitl.db");
            return VerifyAsync(database, AuditSources.Of(database, parsed.GetValue(key), parsed.GetValue(anchors)), Console.Out, Console.Error);
        }));
        return command;
    }

    private static Command AnchorCommand()
    {
        var command = new Command("anchor", "Append the end of the chain to the file of anchors, and print it: keep it where nobody can change it.");
        command.SetAction((_, _) => Refusals.ReportAsync(() => AnchorAsync(Settings(), Console.Out)));
        return command;
    }

    /// <summary>Prints what is broken, a line each.</summary>
    public static async Task<int> VerifyAsync(string file, AuditProof proof, TextWriter output, TextWriter errors)
    {
        if (proof.Key is null)
        {
            throw new StartRefusedException([$"There is no audit key beside {file} or in the settings: give its file with --key."]);
        }

        Verification found;
        try
        {
            found = DatabaseVerification.Verify(file, isQuick: true, proof);
        }
        catch (Exception problem) when (problem is FileNotFoundException or InvalidOperationException)
        {
            await errors.WriteLineAsync(problem.Message);
            return ExitCodes.Refused;
        }

        // A file that can't be read, or whose tables don't fit its history, proves nothing either.
        foreach (var violation in found.Violations)
        {
            await output.WriteLineAsync(violation.ToString());
        }

        var size = $"{found.Links} commits, {found.Entries} history entries, {found.Anchors} anchors";
        await output.WriteLineAsync($"{file}: {(found.IsSound ? "the audit trail is whole" : $"{found.Violations.Count} places are broken")}: {size}");
        return found.IsSound ? ExitCodes.Done : ExitCodes.Refused;
    }

    /// <summary>Appends the end of the chain of the data folder's database, and prints it.</summary>
    public static async Task<int> AnchorAsync(DashboardSettings settings, TextWriter output)
    {
        var database = Path.Combine(settings.DataDirectory, "hitl.db");
        var end = StoredAnchor.Read(database) ?? throw new StartRefusedException([$"{database} has no audit trail yet: start the server once."]);
        try
        {
            end.AppendTo(Path.Combine(settings.Audit.AnchorFolder ?? settings.DataDirectory, AuditAnchor.FileName));
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new StartRefusedException([$"The anchor can't be kept ({problem.Message.TrimEnd('.')}): set Audit:AnchorFolder to a folder that can be written."]);
        }

        await output.WriteLineAsync(EngineJson.Write(end));
        return ExitCodes.Done;
    }

    private static DashboardSettings Settings() => DashboardHost.ReadSettings(new StartOptions());
}

using System.CommandLine;
using HitlDashboard.Engine.Integrity;
using HitlDashboard.Engine.Lifecycle;

namespace HitlDashboard.CommandLine;

/// <summary><c>verify FILE</c>: holds a database against every rule that the engine promises to keep. Needs no server, and disturbs none.</summary>
internal static class VerifyVerb
{
    public static Command Create()
    {
        var file = new Argument<string>("file") { Description = "The database, as data/hitl.db; its write-ahead log must lie beside it." };
        var json = new Option<bool>("--json") { Description = "Print one JSON object instead of lines." };
        var command = new Command("verify", "Check that a database file breaks none of the engine's promises.") { file, json };
        command.SetAction((parsed, _) => VerifyAsync(parsed.GetValue(file)!, parsed.GetValue(json), Console.Out, Console.Error, file => AuditSources.Of(file, null, null)));
        return command;
    }

    public static async Task<int> VerifyAsync(string file, bool json, TextWriter output, TextWriter errors, Func<string, AuditProof>? proof = null)
    {
        Verification found;
        try
        {
            found = DatabaseVerification.Verify(file, proof: proof?.Invoke(file));
        }
        catch (Exception problem) when (problem is FileNotFoundException or InvalidOperationException)
        {
            await errors.WriteLineAsync(problem.Message);
            return ExitCodes.Refused;
        }

        await output.WriteLineAsync(json ? EngineJson.Write(new { file, found.IsSound, found.Runs, found.Tasks, found.Reviews, found.Decisions, found.Entries, found.Links, found.HasKey, found.Anchors, found.Violations }) : Lines(file, found));
        return found.IsSound ? ExitCodes.Done : ExitCodes.Refused;
    }

    private static string Lines(string file, Verification found)
    {
        var size = $"{found.Runs} runs, {found.Tasks} tasks, {found.Reviews} reviews, {found.Decisions} decisions, {found.Entries} history entries";
        var verdict = found.IsSound ? $"{file}: sound: {size}" : $"{file}: {found.Violations.Count} broken rules in {size}";
        var chain = found.HasKey ? $"audit trail: {found.Links} commits, {found.Anchors} anchors" : $"audit trail: {found.Links} commits, checked without their key, which is not beside the file or in the settings";
        return string.Join(Environment.NewLine, [.. found.Violations.Select(violation => violation.ToString()), verdict, chain]);
    }
}

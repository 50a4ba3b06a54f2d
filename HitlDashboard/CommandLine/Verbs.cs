using System.CommandLine;

namespace HitlDashboard.CommandLine;

/// <summary>The verbs of the program.</summary>
internal static class Verbs
{
    public static async Task<int> RunAsync(string[] args)
    {
        var parsed = Root().Parse(args);
        if (parsed.Errors.Count == 0)
        {
            // Signals belong to the host: it drains the engine, which takes longer than the parser would wait.
            return await parsed.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null });
        }

        foreach (var error in parsed.Errors)
        {
            await Console.Error.WriteLineAsync(error.Message);
        }

        await Root().Parse("--help").InvokeAsync();
        return ExitCodes.WrongUsage;
    }

    private static RootCommand Root()
    {
        var root = new RootCommand("HitlDashboard: people decide about what automations made.")
        {
            ServeVerb.Create(),
            ValidateVerb.Create(),
            RunVerb.Create(),
            VerifyVerb.Create(),
            AuditVerbs.Create(),
            KeysVerb.Create(),
            BackupVerbs.Backup(),
            BackupVerbs.Restore(),
        };
        ServeVerb.AddTo(root);
        return root;
    }
}

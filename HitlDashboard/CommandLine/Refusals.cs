using System.Net.Sockets;
using HitlDashboard.App;
using HitlDashboard.Engine;
using Microsoft.AspNetCore.Connections;

namespace HitlDashboard.CommandLine;

/// <summary>Turns what keeps a verb from working into one sentence each on the error stream, and exit code 1.</summary>
internal static class Refusals
{
    public static async Task<int> ReportAsync(Func<Task<int>> verb)
    {
        try
        {
            return await verb();
        }
        catch (Exception problem) when (Reasons(problem) is { } reasons)
        {
            foreach (var reason in reasons)
            {
                await Console.Error.WriteLineAsync(reason);
            }

            return ExitCodes.Refused;
        }
    }

    /// <summary>Null for what is a bug or broken infrastructure: that keeps its stack trace.</summary>
    private static IReadOnlyList<string>? Reasons(Exception problem) => problem switch
    {
        StartRefusedException refusal => refusal.Reasons,
        EngineRefusedException refusal => [refusal.Message],
        IOException { InnerException: AddressInUseException } => [$"{problem.Message.TrimEnd('.')}: stop the other program, or set ASPNETCORE_URLS to another address."],
        SocketException => [$"The address in ASPNETCORE_URLS cannot be used ({problem.Message}): set another one."],
        _ => null,
    };
}

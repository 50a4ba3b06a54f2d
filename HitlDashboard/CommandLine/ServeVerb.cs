using System.CommandLine;
using HitlDashboard.App;

namespace HitlDashboard.CommandLine;

/// <summary><c>serve</c>: the web application and the engine, until Ctrl+C. The default verb.</summary>
internal static class ServeVerb
{
    public static Command Create()
    {
        var command = new Command("serve", "Start the web application and the engine (default).");
        AddTo(command);
        return command;
    }

    public static void AddTo(Command command)
    {
        var demo = new Option<bool>("--demo") { Description = "Start the sample workflows as well." };
        command.Options.Add(demo);
        command.SetAction((parsed, cancellation) => ServeAsync(new StartOptions(parsed.GetValue(demo)), cancellation));
    }

    private static Task<int> ServeAsync(StartOptions options, CancellationToken cancellation) => Refusals.ReportAsync(async () =>
    {
        using var signals = new StopSignals();
        await using var app = DashboardHost.Build(options);
        await DashboardHost.StartAsync(app, Console.Out, cancellation);
        await app.WaitForShutdownAsync(cancellation);
        return ExitCodes.Done;
    });
}

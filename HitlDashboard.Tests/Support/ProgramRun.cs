using System.Diagnostics;
using System.Text;

namespace HitlDashboard.Tests.Support;

/// <summary>The program as a process of its own: what a person at a console gets.</summary>
public sealed class ProgramRun : IAsyncDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);
    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly StringBuilder _errors = new();

    private ProgramRun(IReadOnlyDictionary<string, string> environment, string folder, string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(App.HomeFolder).Assembly.Location, .. arguments])
        {
            WorkingDirectory = folder, UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, line) => Append(_output, line.Data);
        _process.ErrorDataReceived += (_, line) => Append(_errors, line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public int Id => _process.Id;

    public string Output => Text(_output);

    public string Errors => Text(_errors);

    public static ProgramRun Start(IReadOnlyDictionary<string, string> environment, string folder, params string[] arguments) =>
        new(environment, folder, arguments);

    /// <summary>The exit code.</summary>
    /// <exception cref="OperationCanceledException">It did not end in time.</exception>
    public async Task<int> EndAsync()
    {
        using var timeUp = new CancellationTokenSource(Deadline);
        await _process.WaitForExitAsync(timeUp.Token);
        return _process.ExitCode;
    }

    /// <summary>Waits until the server says where it is ready.</summary>
    public Task ReadyAsync() => Eventually.IsTrueAsync(
        () => _process.HasExited ? throw new InvalidOperationException($"It ended: {Errors}") : Output.Contains("is ready at", StringComparison.Ordinal),
        "the server is ready", Deadline);

    /// <summary>Asks it to stop as Ctrl+C or a service manager would.</summary>
    public async Task<int> StopAsync()
    {
        await SignalAsync("TERM");
        return await EndAsync();
    }

    /// <summary>Sends it a signal: TERM, STOP, CONT, KILL.</summary>
    public async Task SignalAsync(string name)
    {
        using var kill = Process.Start("kill", [$"-{name}", Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }

    private static void Append(StringBuilder target, string? line)
    {
        lock (target)
        {
            target.AppendLine(line);
        }
    }

    private static string Text(StringBuilder source)
    {
        lock (source)
        {
            return source.ToString().Trim();
        }
    }
}

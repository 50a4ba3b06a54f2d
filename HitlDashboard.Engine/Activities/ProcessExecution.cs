using System.Diagnostics;
using System.Text;

namespace HitlDashboard.Engine.Activities;

/// <summary>How a program ended.</summary>
/// <param name="ExitCode">128 and the signal's number where a signal ended it.</param>
/// <param name="Output">Its standard output.</param>
/// <param name="Error">Its standard error.</param>
/// <param name="Overflow">The name of the stream that was longer than allowed, or null.</param>
internal sealed record ProcessEnd(int ExitCode, string Output, string Error, string? Overflow);

/// <summary>Starts one program, feeds it, collects what it says and leaves nothing of it behind.</summary>
internal sealed class ProcessExecution(ProcessStartInfo start, string? input, int limit, string key, TimeProvider clock)
{
    private static readonly TimeSpan Drain = TimeSpan.FromSeconds(5);

    /// <summary>Runs it to its end.</summary>
    /// <exception cref="OperationCanceledException">The token fired; the program and its descendants are dead.</exception>
    /// <exception cref="System.ComponentModel.Win32Exception">It could not be started.</exception>
    public async Task<ProcessEnd> RunAsync(CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        using var process = new Process { StartInfo = start };
        process.Start();
        var output = new ProcessOutput(process.StandardOutput.BaseStream, limit, stop.Cancel);
        var error = new ProcessOutput(process.StandardError.BaseStream, limit, stop.Cancel);
        var fed = Task.Factory.StartNew(() => Feed(process.StandardInput.BaseStream), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        await EndAsync(process, stop.Token);
        await DrainAsync(output.Ended, error.Ended, fed);
        cancellation.ThrowIfCancellationRequested();
        return new ProcessEnd(process.ExitCode, output.Text, error.Text, output.IsTooLarge ? "stdout" : error.IsTooLarge ? "stderr" : null);
    }

    private async Task EndAsync(Process process, CancellationToken stop)
    {
        try
        {
            await process.WaitForExitAsync(stop);
            ProcessTree.KillStrays(key);
        }
        catch (OperationCanceledException)
        {
            ProcessTree.Kill(process, key);
            await process.WaitForExitAsync(CancellationToken.None);
        }
    }

    // Whoever holds a pipe open after all that has hidden well; the step does not wait for it.
    private async Task DrainAsync(params Task[] pipes)
    {
        try
        {
            await Task.WhenAll(pipes).WaitAsync(Drain, clock);
        }
        catch (TimeoutException)
        {
            return;
        }
    }

    private void Feed(Stream stdin)
    {
        try
        {
            using (stdin)
            {
                stdin.Write(Encoding.UTF8.GetBytes(input ?? ""));
            }
        }
        catch (Exception error) when (error is IOException or ObjectDisposedException)
        {
            // A program need not read what it is given.
            return;
        }
    }
}

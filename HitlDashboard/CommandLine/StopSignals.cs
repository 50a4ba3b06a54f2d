using System.Diagnostics;
using System.Runtime.InteropServices;

namespace HitlDashboard.CommandLine;

/// <summary>The first signal lets the host drain and stop. The second ends the process at once, as kill -9 would: the database is made for that.</summary>
internal sealed class StopSignals : IDisposable
{
    private readonly PosixSignalRegistration[] _registrations;
    private int _seen;

    public StopSignals() => _registrations =
    [
        PosixSignalRegistration.Create(PosixSignal.SIGINT, Count),
        PosixSignalRegistration.Create(PosixSignal.SIGTERM, Count),
    ];

    public void Dispose() => Array.ForEach(_registrations, registration => registration.Dispose());

    // What the signal does otherwise is left to the host, or to the system where no host is there yet.
    private void Count(PosixSignalContext context)
    {
        if (Interlocked.Increment(ref _seen) < 2)
        {
            return;
        }

        Console.Error.WriteLine($"Stopped at once, because {context.Signal} came a second time.");
        using var process = Process.GetCurrentProcess();
        process.Kill();
    }
}

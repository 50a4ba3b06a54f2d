using System.Diagnostics;
using System.Globalization;

namespace HitlDashboard.Tests.Faults.Crash;

/// <summary>One life of a <see cref="CrashHost"/>, from start to kill. What it printed before it died is complete: the pipe outlives it.</summary>
internal sealed class CrashProcess : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private readonly Process _process;
    private readonly IReadOnlyList<CrashFile> _files;
    private readonly TaskCompletionSource _firstAck = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _reading;
    private readonly Task<string> _errors;
    private int _lines;

    private CrashProcess(Process process, IReadOnlyList<CrashFile> files)
    {
        (_process, _files) = (process, files);
        _errors = process.StandardError.ReadToEndAsync();
        _reading = ReadAsync();
    }

    public Task Ready => _ready.Task;

    public Task FirstAck => _firstAck.Task;

    public Task Ended => _process.WaitForExitAsync();

    public int Lines => _lines;

    /// <summary>What went wrong inside, or null.</summary>
    public string? Problem { get; private set; }

    public bool IsDrained { get; private set; }

    public static CrashProcess Start(string folder, IReadOnlyList<CrashFile> files, int seed, params string[] more)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(CrashHost).Assembly.Location, folder, $"{seed}", $"{files.Count}", .. more])
        {
            UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true, Environment = { ["DOTNET_TieredPGO"] = "0" },
        };
        return new CrashProcess(Process.Start(start)!, files);
    }

    /// <summary>SIGKILL, unless it is dead already, and then the rest of what it said.</summary>
    public async Task KillAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        await EndAsync();
    }

    public async Task EndAsync()
    {
        await _process.WaitForExitAsync().WaitAsync(Patience);
        await _reading.WaitAsync(Patience);
        var errors = await _errors.WaitAsync(Patience);
        Problem ??= _process.ExitCode is 137 || (IsDrained && _process.ExitCode == 0) ? null : $"It ended with {_process.ExitCode}: {errors}";
    }

    public void Dispose() => _process.Dispose();

    private async Task ReadAsync()
    {
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            _lines++;
            var space = line.IndexOf(' ', StringComparison.Ordinal);
            switch (Ack.Parse(line[(space + 1)..]))
            {
                case { Kind: "ready" }:
                    _ready.TrySetResult();
                    break;
                case { Kind: "drained" }:
                    IsDrained = true;
                    break;
                case { Kind: "problem" }:
                    Problem = line;
                    break;
                case var ack:
                    _files[int.Parse(line.AsSpan(0, space), CultureInfo.InvariantCulture)].Add(ack, line[(space + 1)..]);
                    _firstAck.TrySetResult();
                    break;
            }
        }
    }
}

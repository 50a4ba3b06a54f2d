using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace HitlDashboard.Bench;

/// <summary>A server as a process of its own, as an operator would start it.</summary>
internal sealed class ServerUnderMeasure : IDisposable
{
    public const string Password = "correct-horse-battery-staple";

    private readonly Process _process;

    private ServerUnderMeasure(Process process, Uri address, long startedAt) => (_process, Address, StartedAt) = (process, address, startedAt);

    public Uri Address { get; }

    /// <summary>The timestamp just before the process was started.</summary>
    public long StartedAt { get; }

    /// <summary>The dashboard on a data folder, with the user <c>admin</c>.</summary>
    public static ServerUnderMeasure Dashboard(string data, params (string Name, string Value)[] more)
    {
        var program = Path.Combine(Root(), "HitlDashboard", "bin", Configuration, "net10.0", "HitlDashboard.dll");
        var address = Free();
        return Start(address, [program, "serve"], [("Storage__Directory", data), ("ASPNETCORE_URLS", address.ToString()), ("Bootstrap__AdminPassword", Password), .. more]);
    }

    /// <summary>A Blazor Server application with one page that says nothing.</summary>
    public static ServerUnderMeasure Empty()
    {
        var address = Free();
        return Start(address, [typeof(ServerUnderMeasure).Assembly.Location, "empty", address.ToString()], []);
    }

    /// <summary>Waits until it takes connections.</summary>
    public async Task ReadyAsync()
    {
        for (var deadline = Stopwatch.GetTimestamp() + (60 * Stopwatch.Frequency); Stopwatch.GetTimestamp() < deadline; await Task.Delay(5))
        {
            try
            {
                using var client = new TcpClient();
                await client.ConnectAsync(IPAddress.Loopback, Address.Port);
                return;
            }
            catch (SocketException) when (!_process.HasExited)
            {
                // Not yet.
            }
        }

        throw new TimeoutException($"{Address} did not take connections within 60 s.");
    }

    /// <summary>Waits until it says that it is ready, and answers how long that took from the start of its process.</summary>
    public async Task<TimeSpan> HealthyAsync()
    {
        await ReadyAsync();
        using var http = new HttpClient();
        while (true)
        {
            using var response = await http.GetAsync(new Uri(Address, "/health/ready"));
            if (response.IsSuccessStatusCode)
            {
                return Stopwatch.GetElapsedTime(StartedAt);
            }

            await Task.Delay(5);
        }
    }

    /// <summary>The memory that the process holds now, in MiB.</summary>
    public double WorkingSet()
    {
        _process.Refresh();
        return _process.WorkingSet64 / 1048576.0;
    }

    /// <summary>Processor time since the start.</summary>
    public TimeSpan Processor()
    {
        _process.Refresh();
        return _process.TotalProcessorTime;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            _process.WaitForExit();
        }

        _process.Dispose();
    }

    private static string Configuration => AppContext.BaseDirectory.Contains("Release", StringComparison.Ordinal) ? "Release" : "Debug";

    private static ServerUnderMeasure Start(Uri address, string[] arguments, (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        var startedAt = Stopwatch.GetTimestamp();
        var process = Process.Start(start) ?? throw new InvalidOperationException("dotnet did not start.");
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return new ServerUnderMeasure(process, address, startedAt);
    }

    private static Uri Free()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}");
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "HitlDashboard.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("Run the benchmarks from a checkout: HitlDashboard.sln was not found above the program.");
    }
}

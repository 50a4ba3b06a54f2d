using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using HitlDashboard.Tests.Shape;
using HitlDashboard.Tests.Support;

namespace HitlDashboard.Tests.Faults;

/// <summary>The built application as a process of its own, with production settings, that can be killed and started again on the same data.</summary>
internal sealed class ServerProcess : IDisposable
{
    private const string Key = "kill-proof-key-0123456789-0123456789-0123";
    private const int KeptLines = 40;

    private readonly TempFolder _folder = new();
    private readonly ConcurrentQueue<string> _lines = new();
    private Process? _process;

    /// <param name="workflow">A workflow file that the server finds at its start.</param>
    /// <param name="name">The file's name.</param>
    public ServerProcess(string workflow, string name)
    {
        Directory.CreateDirectory(_folder.File("workflows"));
        File.WriteAllText(Path.Combine(_folder.File("workflows"), name), workflow);
        Address = new Uri($"http://127.0.0.1:{FreePort()}");
    }

    public Uri Address { get; }

    public string Database => Path.Combine(_folder.File("data"), "hitl.db");

    /// <summary>What it said last, for a failure's message.</summary>
    public string LastWords => string.Join(Environment.NewLine, _lines);

    public void Start()
    {
        var start = new ProcessStartInfo("dotnet", [Program(), "serve"])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment =
            {
                ["ASPNETCORE_ENVIRONMENT"] = "Production",
                ["ASPNETCORE_URLS"] = Address.ToString(),
                ["Storage__Directory"] = _folder.File("data"),
                ["Workflows__Directory"] = _folder.File("workflows"),
                ["Bootstrap__ApiKey"] = Key,
                ["Logging__LogLevel__Default"] = "Warning",
                ["DOTNET_TieredPGO"] = "0",
            },
        };
        _process = Process.Start(start) ?? throw new InvalidOperationException("dotnet did not start.");
        _process.OutputDataReceived += (_, line) => Keep(line.Data);
        _process.ErrorDataReceived += (_, line) => Keep(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public async Task ReadyAsync(HttpClient client) => await Eventually.IsTrueAsync(() => IsReadyAsync(client), $"the server is ready; it said: {LastWords}", TimeSpan.FromSeconds(60));

    /// <summary>SIGKILL: nothing in the process runs after it.</summary>
    public async Task KillAsync()
    {
        _process!.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _process = null;
    }

    public HttpClient Client() => new(new SocketsHttpHandler { ConnectTimeout = TimeSpan.FromSeconds(2) })
    {
        BaseAddress = Address,
        Timeout = TimeSpan.FromSeconds(15),
        DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", Key) },
    };

    public void Dispose()
    {
        if (_process is { HasExited: false })
        {
            _process.Kill();
            _process.WaitForExit();
        }

        _process?.Dispose();
        _folder.Dispose();
    }

    private async Task<bool> IsReadyAsync(HttpClient client)
    {
        if (_process is null or { HasExited: true })
        {
            throw new InvalidOperationException($"The server ended by itself. It said: {LastWords}");
        }

        try
        {
            using var answer = await client.GetAsync(new Uri("/health/ready", UriKind.Relative));
            return answer.StatusCode == HttpStatusCode.OK;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private void Keep(string? line)
    {
        if (line is not null)
        {
            _lines.Enqueue(line);
            while (_lines.Count > KeptLines && _lines.TryDequeue(out _))
            {
            }
        }
    }

    /// <summary>The application's own build output, of the same configuration as the tests.</summary>
    private static string Program()
    {
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
        return Path.Combine(SourceTree.Root, "HitlDashboard", "bin", configuration, "net10.0", "HitlDashboard.dll");
    }

    // Not one that the system hands out: while the server is down, a caller that tries the port again and again could be given it as its own end,
    // connect to itself, and keep the server from coming back.
    private static int FreePort()
    {
        while (true)
        {
            var port = Random.Shared.Next(20_000, 30_000);
            try
            {
                using var listener = new TcpListener(IPAddress.Loopback, port);
                listener.Start();
                return port;
            }
            catch (SocketException)
            {
                // Taken: another.
            }
        }
    }
}

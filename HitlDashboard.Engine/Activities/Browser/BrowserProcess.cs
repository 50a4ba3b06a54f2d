using System.Diagnostics;

namespace HitlDashboard.Engine.Activities.Browser;

/// <summary>One Chromium with a fresh profile, which is gone with all its processes afterwards.</summary>
internal sealed class BrowserProcess : IAsyncDisposable
{
    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
    private static readonly string[] Flags =
    [
        "--remote-debugging-port=0", "--no-first-run", "--no-default-browser-check", "--disable-background-networking", "--disable-component-update", "--disable-sync",
        "--disable-extensions", "--disable-gpu", "--disable-quic", "--disable-dev-shm-usage", "--dns-prefetch-disable", "--mute-audio", "--deny-permission-prompts",
        "--force-webrtc-ip-handling-policy=disable_non_proxied_udp", "--proxy-bypass-list=<-loopback>", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1", "--window-size=1280,900",
    ];

    private const int LastWords = 5;
    private const string Announcement = "DevTools listening on ";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hitl-browser-");
    private readonly Process _process;
    private readonly string _key;

    private BrowserProcess(string file, string proxy, bool headless, string key)
    {
        _key = key;
        var home = _folder.CreateSubdirectory("home").FullName;
        // Chromium refuses its sandbox to root, and would not start at all.
        string[] own = [.. headless ? ["--headless=new"] : Array.Empty<string>(), .. Environment.UserName == "root" ? ["--no-sandbox"] : Array.Empty<string>()];
        var start = new ProcessStartInfo(file, [.. Flags, .. own, $"--proxy-server={proxy}", $"--user-data-dir={_folder.CreateSubdirectory("profile").FullName}", "about:blank"])
        {
            WorkingDirectory = home, UseShellExecute = false, RedirectStandardError = true, RedirectStandardOutput = true, CreateNoWindow = true,
        };
        start.Environment.Clear();
        foreach (var (name, value) in ProcessEnvironment.Build(Display(), home, key))
        {
            start.Environment[name] = value;
        }

        _process = new Process { StartInfo = start };
    }

    /// <summary>Chromium's program file, or null where there is none.</summary>
    public static string? Find(BrowserOptions options) => options.Executable is { Length: > 0 } given
        ? File.Exists(given) ? given : null
        : Names.Select(ProcessPrograms.Find).FirstOrDefault(file => file is not null);

    /// <summary>Starts it and gives the address of its DevTools.</summary>
    /// <exception cref="DevToolsException">It ended at once; the message has its last words.</exception>
    public static async Task<(BrowserProcess Process, Uri DevTools)> StartAsync(string file, string proxy, bool headless, string key, CancellationToken cancellation)
    {
        var browser = new BrowserProcess(file, proxy, headless, key);
        try
        {
            browser._process.Start();
            return (browser, await browser.AnnouncedAsync(cancellation));
        }
        catch
        {
            await browser.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        ProcessTree.Kill(_process, _key);
        _process.Dispose();
        for (var attempt = 0; attempt < 20 && _folder.Exists; attempt++)
        {
            try
            {
                _folder.Delete(recursive: true);
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                // A process that is being killed may still write; what stays lies in the system's folder for temporary files.
                await Task.Yield();
            }

            _folder.Refresh();
        }
    }

    private Task<Uri> AnnouncedAsync(CancellationToken cancellation)
    {
        var (said, announced) = (new Queue<string>(), new TaskCompletionSource<Uri>(TaskCreationOptions.RunContinuationsAsynchronously));
        _process.OutputDataReceived += (_, _) => { };
        _process.ErrorDataReceived += (_, line) =>
        {
            switch (line.Data)
            {
                case null:
                    announced.TrySetException(new DevToolsException($"Chromium ended at once. Its last words: {string.Join(" | ", said)}"));
                    break;
                case { } text when text.StartsWith(Announcement, StringComparison.Ordinal):
                    announced.TrySetResult(new Uri(text[Announcement.Length..].Trim()));
                    break;
                case { } text when !announced.Task.IsCompleted:
                    said.Enqueue(text);
                    if (said.Count > LastWords)
                    {
                        said.Dequeue();
                    }

                    break;
            }
        };
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        return announced.Task.WaitAsync(cancellation);
    }

    private static Dictionary<string, string> Display() => Environment.GetEnvironmentVariable("DISPLAY") is { Length: > 0 } display
        ? new Dictionary<string, string>(StringComparer.Ordinal) { ["DISPLAY"] = display }
        : [];
}

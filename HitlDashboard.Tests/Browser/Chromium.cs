using System.Diagnostics;

namespace HitlDashboard.Tests.Browser;

/// <summary>Finds Chromium, and installs it where that is possible.</summary>
internal static class Chromium
{
    /// <summary>No sandbox because tests may run as root, nothing that talks to the outside, no first-run pages.</summary>
    public static readonly string[] Flags =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
    ];

    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

    /// <exception cref="InvalidOperationException">There is none and none can be installed; the message says what to do.</exception>
    public static async Task<string> FindOrInstallAsync()
    {
        if (Find() is { } found)
        {
            return found;
        }

        if (Environment.UserName != "root" || !File.Exists("/etc/debian_version"))
        {
            throw new InvalidOperationException("The browser tests need Chromium: install it (on Debian: apt-get install chromium) so that 'chromium' is on the PATH.");
        }

        await RunAsync("apt-get", "update", "-q");
        await RunAsync("apt-get", "install", "-y", "-q", "--no-install-recommends", "chromium", "fonts-dejavu-core");
        return Find() ?? throw new InvalidOperationException("apt-get installed Chromium, but no program of that name is on the PATH.");
    }

    private static string? Find() => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Append("/usr/bin")
        .SelectMany(folder => Names.Select(name => Path.Combine(folder, name)))
        .FirstOrDefault(File.Exists);

    private static async Task RunAsync(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["DEBIAN_FRONTEND"] = "noninteractive";
        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start.");
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(10));
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"'{program} {string.Join(' ', arguments)}' failed: install Chromium by hand. {(await errors).Trim()} {(await output).Trim()}");
        }
    }
}

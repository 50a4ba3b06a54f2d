using HitlDashboard.Engine.Activities;
using Xunit;

namespace HitlDashboard.Tests.Engine.Activities;

/// <summary>The programs that the demonstration uses, on real folders.</summary>
public sealed class ProcessGitTests : IDisposable
{
    private readonly Activity process = new(new ProcessActivity(new ProcessOptions(), Activity.NoSecrets, TimeProvider.System));
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("hitl-test-");

    [Fact]
    public async Task RunAsync_Git_CommitsAndShows()
    {
        await GitAsync("init", "-q");
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "a.txt"), "one\n");
        await GitAsync("add", "a.txt");
        await GitAsync("-c", "user.name=Tester", "-c", "user.email=tester@example.com", "commit", "-q", "-m", "First");

        Assert.Equal("First", await GitAsync("log", "--format=%s"));
    }

    [Fact]
    public async Task RunAsync_HostileRepository_RunsNothingOfIts()
    {
        await GitAsync("init", "-q");
        var proof = Path.Combine(folder.FullName, "proof");
        var hook = Path.Combine(folder.FullName, ".git", "hooks", "pre-commit");
        Directory.CreateDirectory(Path.GetDirectoryName(hook)!);
        await File.WriteAllTextAsync(hook, $"#!/bin/sh\ntouch '{proof}'\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(hook, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        await GitAsync("config", "core.fsmonitor", $"touch '{proof}'");

        await GitAsync("status");
        await GitAsync("-c", "user.name=Tester", "-c", "user.email=tester@example.com", "commit", "-q", "--allow-empty", "-m", "First");

        Assert.False(File.Exists(proof));
    }

    [Fact]
    public async Task RunAsync_GitCloneOfACommand_IsRefused()
    {
        var failure = await process.FailureAsync(new { command = new[] { "git", "clone", "ext::touch proof", "copy" }, workingDirectory = folder.FullName });

        Assert.Contains("transport 'ext' not allowed", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_Diff_TellsDifferences()
    {
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "a"), "one\n");
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "b"), "two\n");

        var output = await process.OutputAsync(new { command = new[] { "diff", "-u", "a", "b" }, workingDirectory = folder.FullName, expect = new[] { 0, 1 } });

        Assert.Equal(1, output.GetProperty("exitCode").GetInt32());
        Assert.Contains("\n-one\n+two\n", output.GetProperty("stdout").GetString(), StringComparison.Ordinal);
    }

    public void Dispose() => folder.Delete(recursive: true);

    private async Task<string> GitAsync(params string[] arguments) =>
        (await process.OutputAsync(new { command = (string[])["git", .. arguments], workingDirectory = folder.FullName })).GetProperty("stdout").GetString()!.Trim();
}

using HitlDashboard.Engine.Activities;
using Xunit;

namespace HitlDashboard.Tests.Engine.Activities;

public sealed class ProcessActivityTests
{
    private readonly Activity process = new(new ProcessActivity(new ProcessOptions(), Activity.NoSecrets, TimeProvider.System));
    private readonly Activity shell = new(new ProcessActivity(new ProcessOptions { Allowed = ["sh", "env", "cat", "pwd", "no-such-program"] }, Activity.NoSecrets, TimeProvider.System));

    [Fact]
    public async Task RunAsync_Echo_GivesOutput()
    {
        var output = await process.OutputAsync(new { command = new[] { "echo", "a b", "$HOME;ls" } });

        Assert.Equal(0, output.GetProperty("exitCode").GetInt32());
        Assert.Equal("a b $HOME;ls\n", output.GetProperty("stdout").GetString());
        Assert.Equal("", output.GetProperty("stderr").GetString());
    }

    [Fact]
    public async Task RunAsync_Json_IsRead()
    {
        var output = await process.OutputAsync(new { command = new[] { "echo", "{\"n\": [1, 2]}" }, parse = "json" });

        Assert.Equal(2, output.GetProperty("json").GetProperty("n")[1].GetInt32());
    }

    [Fact]
    public async Task RunAsync_NotJson_Fails() =>
        Assert.Equal("bad-output", (await process.FailureAsync(new { command = new[] { "echo", "{" }, parse = "json" })).Code);

    [Theory]
    [InlineData("", new string[0])]
    [InlineData("a\nb", new[] { "a", "b" })]
    [InlineData("a\r\n\nb\n", new[] { "a", "", "b" })]
    public async Task RunAsync_Lines_AreSplit(string input, string[] lines)
    {
        var output = await shell.OutputAsync(new { command = new[] { "cat" }, stdin = input, parse = "lines" });

        Assert.Equal(lines, output.GetProperty("lines").EnumerateArray().Select(line => line.GetString()));
    }

    [Fact]
    public async Task RunAsync_Input_IsGiven()
    {
        var text = string.Concat(Enumerable.Repeat("zwölf Boxkämpfer\n", 20_000));

        Assert.Equal(text, (await shell.OutputAsync(new { command = new[] { "cat" }, stdin = text })).GetProperty("stdout").GetString());
    }

    [Fact]
    public async Task RunAsync_InputThatNobodyReads_IsNoError() =>
        Assert.Equal("x\n", (await process.OutputAsync(new { command = new[] { "echo", "x" }, stdin = new string('y', 500_000) })).GetProperty("stdout").GetString());

    [Theory]
    [InlineData("/bin/echo")]
    [InlineData("./echo")]
    [InlineData("..")]
    [InlineData("sh")]
    [InlineData("ECHO")]
    [InlineData("echo ")]
    public async Task RunAsync_ProgramNotOnTheList_IsRefused(string program)
    {
        var failure = await process.FailureAsync(new { command = new[] { program, "x" } });

        Assert.Equal("not-allowed", failure.Code);
        Assert.Contains("Process:Allowed", failure.Message, StringComparison.Ordinal);
        Assert.False(failure.Retryable);
    }

    [Fact]
    public async Task RunAsync_ProgramNotInstalled_IsNotFound() =>
        Assert.Equal("not-found", (await shell.FailureAsync(new { command = new[] { "no-such-program" } })).Code);

    [Fact]
    public async Task RunAsync_UnexpectedExit_FailsWithWhatItSaid()
    {
        var failure = await shell.FailureAsync(new { command = new[] { "sh", "-c", "echo first >&2; echo second >&2; exit 7" } });

        Assert.Equal("exit-code", failure.Code);
        Assert.Contains("exit code 7: first; second", failure.Message, StringComparison.Ordinal);
        Assert.True(failure.Retryable);
    }

    [Fact]
    public async Task RunAsync_ExpectedExit_Succeeds() =>
        Assert.Equal(7, (await shell.OutputAsync(new { command = new[] { "sh", "-c", "exit 7" }, expect = new[] { 0, 7 } })).GetProperty("exitCode").GetInt32());

    [Fact]
    public async Task RunAsync_Environment_HoldsOnlyWhatIsMeant()
    {
        var output = await shell.OutputAsync(new { command = new[] { "env" }, env = new Dictionary<string, object> { ["TOPIC"] = "figures", ["COUNT"] = 3 }, parse = "lines" });
        var variables = output.GetProperty("lines").EnumerateArray().Select(line => line.GetString()!.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1]);

        string[] known = ["PATH", "HOME", "LANG", "TZ", "TMPDIR", "DOTNET_CLI_HOME", "DOTNET_ROOT", "NUGET_PACKAGES", "TOPIC", "COUNT", "HITL_IDEMPOTENCY_KEY",
            "MSBUILDDISABLENODEREUSE", "DOTNET_CLI_USE_MSBUILD_SERVER", "DOTNET_CLI_TELEMETRY_OPTOUT", "DOTNET_NOLOGO"];
        Assert.Empty(variables.Keys.Where(name => !name.StartsWith("GIT_", StringComparison.Ordinal)).Except(known));
        Assert.Equal(("figures", "3", $"{shell.TaskId}:1"), (variables["TOPIC"], variables["COUNT"], variables["HITL_IDEMPOTENCY_KEY"]));
        Assert.NotEqual(Environment.GetEnvironmentVariable("HOME"), variables["HOME"]);
        Assert.False(Directory.Exists(variables["HOME"]));
    }

    [Theory]
    [InlineData("PATH")]
    [InlineData("LD_PRELOAD")]
    [InlineData("git_config_count")]
    [InlineData("DOTNET_STARTUP_HOOKS")]
    [InlineData("HITL_IDEMPOTENCY_KEY")]
    [InlineData("A=B")]
    [InlineData("")]
    public async Task RunAsync_VariableThatLoadsCode_IsRefused(string name) =>
        Assert.Equal("not-allowed", (await process.FailureAsync(new { command = new[] { "echo" }, env = new Dictionary<string, string> { [name] = "x" } })).Code);

    [Fact]
    public async Task RunAsync_NoWorkingDirectory_IsPrivateAndGoesAway()
    {
        var folder = (await shell.OutputAsync(new { command = new[] { "pwd" } })).GetProperty("stdout").GetString()!.Trim();

        Assert.StartsWith("hitl-process-", Path.GetFileName(Path.GetDirectoryName(folder)), StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder));
    }

    [Theory]
    [InlineData("/no/such/folder")]
    [InlineData(".")]
    public async Task RunAsync_WorkingDirectoryThatIsNone_Fails(string folder) =>
        Assert.Contains(folder, (await process.FailureAsync(new { command = new[] { "echo" }, workingDirectory = folder })).Message, StringComparison.Ordinal);

    [Fact]
    public async Task RunAsync_RelativeWorkingDirectory_StartsAtHome()
    {
        var home = Directory.CreateTempSubdirectory("hitl-test-");
        home.CreateSubdirectory("inner");
        var activity = new Activity(new ProcessActivity(new ProcessOptions { Allowed = ["pwd"], Home = home.FullName }, Activity.NoSecrets, TimeProvider.System));

        var output = await activity.OutputAsync(new { command = new[] { "pwd" }, workingDirectory = "inner" });

        Assert.EndsWith(home.Name + "/inner\n", output.GetProperty("stdout").GetString(), StringComparison.Ordinal);
        home.Delete(recursive: true);
    }

    [Fact]
    public async Task RunAsync_WorkingDirectory_IsUsed()
    {
        var folder = Directory.CreateTempSubdirectory("hitl-test-");

        Assert.EndsWith(folder.Name + "\n", (await shell.OutputAsync(new { command = new[] { "pwd" }, workingDirectory = folder.FullName })).GetProperty("stdout").GetString(), StringComparison.Ordinal);

        folder.Delete(recursive: true);
    }

    [Theory]
    [InlineData("""{ }""")]
    [InlineData("""{ "command": "echo x" }""")]
    [InlineData("""{ "command": [] }""")]
    [InlineData("""{ "command": [""] }""")]
    [InlineData("""{ "command": ["echo", ["x"]] }""")]
    [InlineData("""{ "command": ["echo", "a\u0000b"] }""")]
    [InlineData("""{ "command": ["echo"], "env": { "A": "a\u0000b" } }""")]
    [InlineData("""{ "command": ["echo"], "workingDirectory": "/a\u0000b" }""")]
    [InlineData("""{ "command": ["echo"], "parse": "xml" }""")]
    [InlineData("""{ "command": ["echo"], "env": ["x"] }""")]
    [InlineData("""{ "command": ["echo"], "expect": "zero" }""")]
    public async Task RunAsync_UnusableInput_IsRefused(string with)
    {
        var failure = await process.FailureAsync(System.Text.Json.JsonDocument.Parse(with).RootElement);

        Assert.Equal("bad-input", failure.Code);
        Assert.False(failure.Retryable);
    }
}

using System.Text.Json;
using HitlDashboard.CommandLine;
using HitlDashboard.Tests.Engine.Integrity;

namespace HitlDashboard.Tests.Dashboard.CommandLine;

public sealed class VerifyVerbTests(SoundFile sound) : IClassFixture<SoundFile>
{
    private readonly StringWriter _output = new();
    private readonly StringWriter _errors = new();

    [Fact]
    public async Task Verify_SoundFile_SaysSoAndEndsWithZero()
    {
        Assert.Equal(0, await VerifyVerb.VerifyAsync(sound.Copy(), json: false, _output, _errors));
        Assert.Contains(": sound: 10 runs, ", _output.ToString(), StringComparison.Ordinal);
        Assert.Matches("audit trail: [0-9]+ commits, checked without their key", _output.ToString());
    }

    [Fact]
    public async Task Verify_BrokenFile_PrintsOneLineEachAndEndsWithOne()
    {
        var file = sound.Copy("UPDATE Tasks SET Fence = 0 WHERE State = 'Running'");

        Assert.Equal(1, await VerifyVerb.VerifyAsync(file, json: false, _output, _errors));
        var lines = _output.ToString().TrimEnd().Split('\n');
        Assert.Matches("^I9 task [0-9a-f-]{36} \\(sleeps\\) of run #10: its fence is 0", lines[0]);
        Assert.Matches("^I12 task [0-9a-f-]{36}: its content was changed", lines[1]);
        Assert.Contains(": 2 broken rules in 10 runs", lines[2], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verify_Json_IsOneObject()
    {
        Assert.Equal(1, await VerifyVerb.VerifyAsync(sound.Copy("DELETE FROM Decisions WHERE State = 'Staged'"), json: true, _output, _errors));
        var printed = JsonDocument.Parse(_output.ToString()).RootElement;
        Assert.False(printed.GetProperty("isSound").GetBoolean());
        Assert.Equal("I5", printed.GetProperty("violations")[0].GetProperty("invariant").GetString());
    }

    [Fact]
    public async Task Verify_NoFile_SaysSo()
    {
        Assert.Equal(1, await VerifyVerb.VerifyAsync("there-is-none.db", json: false, _output, _errors));
        Assert.Equal("There is no file there-is-none.db.", _errors.ToString().Trim());
    }
}

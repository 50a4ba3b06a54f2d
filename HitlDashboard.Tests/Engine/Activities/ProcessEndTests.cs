using System.Globalization;
using HitlDashboard.Engine.Activities;
using Xunit;

namespace HitlDashboard.Tests.Engine.Activities;

/// <summary>Programs that do not want to end.</summary>
public sealed class ProcessEndTests : IDisposable
{
    private readonly Activity shell = new(new ProcessActivity(new ProcessOptions { Allowed = ["sh"] }, Activity.NoSecrets, TimeProvider.System));
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("hitl-test-");

    [Theory]
    [InlineData("yes")]
    [InlineData("yes >&2")]
    public async Task RunAsync_OutputBomb_IsStopped(string bomb)
    {
        var failure = await shell.FailureAsync(Script(bomb));

        Assert.Equal("output-too-large", failure.Code);
        Assert.False(failure.Retryable);
    }

    [Fact]
    public async Task RunAsync_Cancelled_KillsWhatIgnoresTermAndItsChildren()
    {
        using var cancel = new CancellationTokenSource();
        var running = shell.RunAsync(Script("trap '' TERM INT HUP; sleep 300 & echo $$ $! > pids.new; mv pids.new pids; wait; wait"), cancel.Token);
        var ids = await StartedAsync();

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        Assert.Equal(2, ids.Length);
        Assert.All(ids, id => Assert.False(IsAlive(id)));
    }

    [Fact]
    public async Task RunAsync_Cancelled_KillsWhatLeftTheFamily()
    {
        using var cancel = new CancellationTokenSource();
        var running = shell.RunAsync(Script("(setsid sleep 300 & echo $! > pids.new); mv pids.new pids; sleep 300"), cancel.Token);
        var ids = await StartedAsync();

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        Assert.All(ids, id => Assert.False(IsAlive(id)));
    }

    [Fact]
    public async Task RunAsync_EndedWithChildrenLeft_KillsThem()
    {
        var output = await shell.OutputAsync(Script("sleep 300 & echo $! > pids; echo done"));

        Assert.Equal("done\n", output.GetProperty("stdout").GetString());
        Assert.All(await StartedAsync(), id => Assert.False(IsAlive(id)));
    }

    [Fact]
    public async Task RunAsync_CancelledBefore_StartsNothing()
    {
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => shell.RunAsync(Script("echo $$ > pids"), new CancellationToken(canceled: true)));

        Assert.Empty(folder.GetFiles());
    }

    [Fact]
    public async Task RunAsync_ManyAtOnce_AllEnd()
    {
        var outputs = await Task.WhenAll(Enumerable.Range(0, 24).Select(number =>
            new Activity(new ProcessActivity(new ProcessOptions(), Activity.NoSecrets, TimeProvider.System)).OutputAsync(new { command = new[] { "echo", $"{number}" } })));

        Assert.Equal(Enumerable.Range(0, 24).Select(number => $"{number}\n"), outputs.Select(output => output.GetProperty("stdout").GetString()));
    }

    public void Dispose() => folder.Delete(recursive: true);

    private object Script(string text) => new { command = new[] { "sh", "-c", text }, workingDirectory = folder.FullName };

    private async Task<int[]> StartedAsync()
    {
        var file = Path.Combine(folder.FullName, "pids");
        await Activity.EventuallyAsync(() => File.Exists(file) ? file : null);
        return [.. (await File.ReadAllTextAsync(file)).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(id => int.Parse(id, CultureInfo.InvariantCulture))];
    }

    // Dead ones whose new parent has not looked yet are still listed, as zombies.
    private static bool IsAlive(int id)
    {
        try
        {
            return File.ReadAllText($"/proc/{id}/stat").Split(')')[^1].Trim()[0] is not ('Z' or 'X');
        }
        catch (IOException)
        {
            return false;
        }
    }
}

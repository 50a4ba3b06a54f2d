using HitlDashboard.Engine.Lifecycle;
using Xunit;

namespace HitlDashboard.Tests.Scenarios;

/// <summary>Without a model the sample says what is missing, and nothing is written.</summary>
public sealed class ReplyDraftTests
{
    [Fact]
    public async Task Run_NoModel_FailsAtTheDraftAndSaysWhatToSet()
    {
        await using var engine = await SampleRuns.StartAsync();
        await engine.SaveSampleAsync("reply-draft");

        var done = await engine.UntilFinalAsync(await engine.RunAsync("reply-draft", new { message = "Where is my order?" }));

        Assert.Equal(RunState.Failed, done.Summary.State);
        Assert.Contains("Step 'draft'", done.Error!.Message, StringComparison.Ordinal);
        Assert.Contains("Llm:", done.Error.Message, StringComparison.Ordinal);
        Assert.Empty(done.Artifacts);
    }
}

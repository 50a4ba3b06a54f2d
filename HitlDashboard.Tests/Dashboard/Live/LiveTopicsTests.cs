using HitlDashboard.Engine.Events;
using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.Live;
using Xunit;

namespace HitlDashboard.Tests.Dashboard.Live;

public sealed class LiveTopicsTests
{
    private static readonly RunId Run = RunId.New(TimeProvider.System);
    private static readonly EngineEvent RunEvent = new EngineEvent.RunChanged(1, Run, "w", RunState.Running);
    private static readonly EngineEvent TaskEvent = new EngineEvent.TaskChanged(2, Run, TaskId.New(TimeProvider.System), "s", TaskState.Pending);
    private static readonly EngineEvent ReviewEvent = new EngineEvent.ReviewChanged(3, ReviewId.New(TimeProvider.System), Run, "legal", ReviewState.Open);

    public static TheoryData<string, bool, bool, bool> Topics() => new()
    {
        { "runs", true, false, false },
        { $"run:{Run}", true, true, true },
        { $"run:{RunId.New(TimeProvider.System)}", false, false, false },
        { "reviews", false, false, true },
        { "queue:legal", false, false, true },
        { "queue:default", false, false, false },
        { "stats", false, false, false },
    };

    [Theory]
    [MemberData(nameof(Topics))]
    public void Want_EachTopic_TakesItsEvents(string topic, bool run, bool task, bool review)
    {
        var topics = LiveTopics.Read([topic], out _)!;

        Assert.Equal((run, task, review), (topics.Want(RunEvent), topics.Want(TaskEvent), topics.Want(ReviewEvent)));
        Assert.Equal(topic == "stats", topics.Stats);
    }

    [Theory]
    [InlineData("run")]
    [InlineData("run:7")]
    [InlineData("queue:")]
    [InlineData("everything")]
    [InlineData("")]
    public void Read_UnknownTopic_IsRefused(string topic)
    {
        Assert.Null(LiveTopics.Read(["runs", topic], out var refusal));
        Assert.Contains("run:{id}", refusal, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_TooMany_AreRefused() =>
        Assert.Null(LiveTopics.Read([.. Enumerable.Repeat("runs", LiveTopics.Most + 1)], out _));
}

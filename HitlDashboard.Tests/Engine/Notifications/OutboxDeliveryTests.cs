using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.Engine.Notifications;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace HitlDashboard.Tests.Engine.Notifications;

public sealed class OutboxDeliveryTests
{
    private static readonly DateTimeOffset Now = new(2030, 1, 31, 8, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task DeliverAsync_NoChannel_IsDeliveredAtOnce()
    {
        var delivered = Deliver().DeliverAsync(Message(), CancellationToken.None);

        Assert.True(delivered.IsCompletedSuccessfully);
        Assert.IsType<DeliveryResult.Delivered>(await delivered);
    }

    [Fact]
    public async Task DeliverAsync_InactiveChannel_IsNotAsked()
    {
        var channel = new Channel(new ChannelAnswer("down")) { IsActive = false };

        Assert.IsType<DeliveryResult.Delivered>(await Deliver(channel).DeliverAsync(Message(), CancellationToken.None));
        Assert.Equal(0, channel.Asked);
    }

    [Theory]
    [InlineData(0, 5)]
    [InlineData(1, 10)]
    [InlineData(4, 80)]
    [InlineData(10, 3600)]
    [InlineData(int.MaxValue, 3600)]
    public async Task DeliverAsync_ChannelDown_WaitsLongerEachTime(int attempts, int seconds)
    {
        var result = await Deliver(new Channel(new ChannelAnswer("down"))).DeliverAsync(Message() with { Attempts = attempts }, CancellationToken.None);

        Assert.Equal(new DeliveryResult.RetryAt(Now.AddSeconds(seconds)), result);
    }

    [Theory]
    [InlineData(60, 60)]
    [InlineData(1, 5)]
    [InlineData(100_000, 3600)]
    public async Task DeliverAsync_ReceiverAsksToWait_IsHeardWithinReason(int asked, int seconds)
    {
        var result = await Deliver(new Channel(new ChannelAnswer("busy", RetryAfter: TimeSpan.FromSeconds(asked)))).DeliverAsync(Message(), CancellationToken.None);

        Assert.Equal(new DeliveryResult.RetryAt(Now.AddSeconds(seconds)), result);
    }

    [Theory]
    [InlineData(23, false)]
    [InlineData(24, true)]
    public async Task DeliverAsync_DownForADay_GivesUp(int hours, bool isDead)
    {
        var result = await Deliver(new Channel(new ChannelAnswer("down"))).DeliverAsync(Message() with { At = Now.AddHours(-hours) }, CancellationToken.None);

        Assert.Equal(isDead, result is DeliveryResult.Dead);
    }

    [Fact]
    public async Task DeliverAsync_OneGivesUpAndOneIsDown_TriesAgain()
    {
        var down = new Channel(new ChannelAnswer("down"));
        var gone = new Channel(new ChannelAnswer("gone", IsFinal: true));

        Assert.IsType<DeliveryResult.RetryAt>(await Deliver(gone, down).DeliverAsync(Message(), CancellationToken.None));
        Assert.IsType<DeliveryResult.RetryAt>(await Deliver(down, gone).DeliverAsync(Message(), CancellationToken.None));
        Assert.IsType<DeliveryResult.Dead>(await Deliver(gone).DeliverAsync(Message(), CancellationToken.None));
    }

    [Fact]
    public async Task DeliverAsync_ChannelThrows_OthersAreStillTried()
    {
        var other = new Channel(ChannelAnswer.Taken);

        Assert.IsType<DeliveryResult.RetryAt>(await Deliver(new Channel(null), other).DeliverAsync(Message(), CancellationToken.None));
        Assert.Equal(1, other.Asked);
    }

    internal static OutboxMessage Message() => new(7, "review.opened", "0190", Now, EngineJson.From(new { queue = "editors" }), 0);

    private static OutboxDelivery Deliver(params INotificationChannel[] channels) => new(channels, new StoppedClock(Now), NullLogger<OutboxDelivery>.Instance);

    private sealed class Channel(ChannelAnswer? answer) : INotificationChannel
    {
        public string Name => "test";

        public bool IsActive { get; init; } = true;

        public int Asked { get; private set; }

        public ValueTask<ChannelAnswer> SendAsync(OutboxMessage message, CancellationToken cancellation)
        {
            Asked++;
            return answer is null ? throw new InvalidOperationException() : ValueTask.FromResult(answer);
        }
    }

    private sealed class StoppedClock(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}

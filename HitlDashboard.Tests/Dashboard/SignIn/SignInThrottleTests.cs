using HitlDashboard.SignIn;
using HitlDashboard.Tests.Support;
using Xunit;

namespace HitlDashboard.Tests.Dashboard.SignIn;

public sealed class SignInThrottleTests
{
    private readonly FixedClock _clock = new(FixedClock.Noon);

    [Fact]
    public void WaitFor_MoreAndMoreFailures_GrowsToAMinuteAndNoFurther()
    {
        var throttle = new SignInThrottle(_clock);
        var waits = new List<double>();

        for (var attempt = 0; attempt < 40; attempt++)
        {
            throttle.Failed("ana", "192.0.2.1");
            waits.Add(throttle.WaitFor("ana", "192.0.2.1").TotalSeconds);
        }

        Assert.Equal([0, 0, 1, 2, 4, 8, 16, 32, 60], waits.Take(9));
        Assert.Equal(60, waits.Max());
    }

    [Fact]
    public void WaitFor_ManyNamesFromOneAddress_SlowsTheAddress()
    {
        var throttle = new SignInThrottle(_clock);
        for (var name = 0; name < 25; name++)
        {
            throttle.Failed($"name{name}", "192.0.2.1");
        }

        Assert.True(throttle.WaitFor("another", "192.0.2.1") > TimeSpan.Zero);
        Assert.Equal(TimeSpan.Zero, throttle.WaitFor("another", "192.0.2.2"));
    }

    [Fact]
    public void Succeeded_AfterFailures_ForgetsThePair()
    {
        var throttle = new SignInThrottle(_clock);
        for (var attempt = 0; attempt < 5; attempt++)
        {
            throttle.Failed("ana", "192.0.2.1");
        }

        throttle.Succeeded("ana", "192.0.2.1");

        Assert.Equal(TimeSpan.Zero, throttle.WaitFor("ana", "192.0.2.1"));
    }
}

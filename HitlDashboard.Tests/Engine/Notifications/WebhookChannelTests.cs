using System.Security.Cryptography;
using System.Text;
using HitlDashboard.Engine.Activities;
using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.Engine.Notifications;
using HitlDashboard.Tests.Engine.Activities;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace HitlDashboard.Tests.Engine.Notifications;

public sealed class WebhookChannelTests
{
    // The example of the Standard Webhooks specification.
    private const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    [Fact]
    public void Sign_ExampleOfTheStandard_GivesItsSignature() => Assert.Equal(
        "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
        WebhookSignature.Sign(WebhookSignature.Key(Secret), "msg_p5jXN8AQM9LWM0D4loKWxJek", "1614265330", Encoding.UTF8.GetBytes("""{"test": 2432232314}""")));

    [Fact]
    public async Task SendAsync_Message_IsASignedCloudEvent()
    {
        await using var server = await FakeServer.StartAsync(_ => Task.CompletedTask);
        using var channel = Open(server);

        Assert.Null((await channel.SendAsync(OutboxDeliveryTests.Message(), CancellationToken.None)).Problem);

        var asked = Assert.Single(server.Requests);
        Assert.Equal(("POST", "/hook?t=1", "application/cloudevents+json; charset=utf-8"), (asked.Method, asked.Path, asked.Headers["Content-Type"]));
        var body = EngineJson.Parse(asked.Body);
        Assert.Equal(("1.0", "review.opened", "0190", "editors"), (Text("specversion"), Text("type"), Text("subject"), body.GetProperty("data").GetProperty("queue").GetString()));
        Assert.Equal(asked.Headers["webhook-id"], Text("id"));
        Assert.Equal(OutboxDeliveryTests.Message().At, body.GetProperty("time").GetDateTimeOffset());
        var signed = Encoding.UTF8.GetBytes($"{asked.Headers["webhook-id"]}.{asked.Headers["webhook-timestamp"]}.{asked.Body}");
        Assert.Equal("v1," + Convert.ToBase64String(HMACSHA256.HashData(Convert.FromBase64String(Secret[6..]), signed)), asked.Headers["webhook-signature"]);
        Assert.InRange(long.Parse(asked.Headers["webhook-timestamp"]) - DateTimeOffset.UtcNow.ToUnixTimeSeconds(), -60, 60);

        string? Text(string name) => body.GetProperty(name).GetString();
    }

    [Fact]
    public async Task SendAsync_SameMessageAgain_HasTheSameId()
    {
        await using var server = await FakeServer.StartAsync(_ => Task.CompletedTask);
        using var channel = Open(server);

        await channel.SendAsync(OutboxDeliveryTests.Message(), CancellationToken.None);
        await channel.SendAsync(OutboxDeliveryTests.Message() with { Attempts = 1 }, CancellationToken.None);

        Assert.Single(server.Requests.Select(asked => asked.Headers["webhook-id"]).Distinct());
    }

    [Theory]
    [InlineData(302, false)]
    [InlineData(410, true)]
    [InlineData(429, false)]
    [InlineData(500, false)]
    public async Task SendAsync_ReceiverRefuses_TellsWhatItSaid(int status, bool isFinal)
    {
        await using var server = await FakeServer.StartAsync(context =>
        {
            context.Response.StatusCode = status;
            context.Response.Headers.Location = "/elsewhere";
            return context.Response.WriteAsync("private");
        });
        using var channel = Open(server);

        var answer = await channel.SendAsync(OutboxDeliveryTests.Message(), CancellationToken.None);

        Assert.Contains($"answered {status}", answer.Problem, StringComparison.Ordinal);
        Assert.Equal(isFinal, answer.IsFinal);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task SendAsync_AddressInside_IsRefused()
    {
        await using var server = await FakeServer.StartAsync(_ => Task.CompletedTask);
        using var channel = new WebhookChannel(new NotificationOptions { WebhookUrl = new Uri(server.Address) }, new OutboundGuard(new HttpOptions()), TimeProvider.System);

        Assert.Contains("Http:AllowedHosts", (await channel.SendAsync(OutboxDeliveryTests.Message(), CancellationToken.None)).Problem, StringComparison.Ordinal);
        Assert.Empty(server.Requests);
    }

    [Fact]
    public void IsActive_NoAddress_IsFalse()
    {
        using var channel = new WebhookChannel(new NotificationOptions(), new OutboundGuard(new HttpOptions()), TimeProvider.System);

        Assert.False(channel.IsActive);
    }

    [Theory]
    [InlineData("ftp://example.com", null)]
    [InlineData("https://example.com", "whsec_not base64!")]
    public void New_UnusableSettings_SayWhichOne(string url, string? secret)
    {
        var error = Assert.Throws<InvalidOperationException>(() =>
            new WebhookChannel(new NotificationOptions { WebhookUrl = new Uri(url), WebhookSecret = secret }, new OutboundGuard(new HttpOptions()), TimeProvider.System));

        Assert.Contains("Notifications:Webhook:", error.Message, StringComparison.Ordinal);
    }

    private static WebhookChannel Open(FakeServer server) => new(
        new NotificationOptions { WebhookUrl = new Uri(server.Address + "/hook?t=1"), WebhookSecret = Secret },
        new OutboundGuard(new HttpOptions { AllowedHosts = [server.HostAndPort] }),
        TimeProvider.System);
}

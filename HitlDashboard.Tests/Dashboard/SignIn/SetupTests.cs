using System.Net;
using System.Text.RegularExpressions;
using HitlDashboard.SignIn;
using HitlDashboard.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace HitlDashboard.Tests.Dashboard.SignIn;

public sealed partial class SetupTests
{
    private static readonly Dictionary<string, string?> NoBootstrap = new() { ["Bootstrap:AdminPassword"] = null, ["Bootstrap:ApiKey"] = null };

    [Fact]
    public async Task Setup_FiftyPostsAtOnce_MakesExactlyOneAdministrator()
    {
        await using var server = await DashboardServer.StartAsync(NoBootstrap);
        var page = SetupPage(server);
        using var first = server.Anonymous();
        var hidden = FormPosts.HiddenFields(await first.GetStringAsync(page));
        var cookie = await CookieAsync(server, page, hidden);

        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(number => PostAsync(server, cookie, hidden, $"admin{number}")));

        Assert.Single(answers, status => status == HttpStatusCode.Redirect);
        Assert.Single(await server.Services.GetRequiredService<Accounts>().ListAsync(CancellationToken.None));
    }

    [Fact]
    public async Task Setup_UsedLink_IsClosed()
    {
        await using var server = await DashboardServer.StartAsync(NoBootstrap);
        var page = SetupPage(server);
        using var client = server.Anonymous();
        using var made = await client.PostFormAsync(page.ToString(), new() { ["name"] = "ada", ["password"] = "long enough phrase" });
        using var stranger = server.Anonymous();

        var html = await stranger.GetStringAsync(page);

        Assert.Equal(HttpStatusCode.Redirect, made.StatusCode);
        Assert.DoesNotContain("<form", html, StringComparison.Ordinal);
        Assert.Contains("There is an administrator already", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Setup_WrongToken_ShowsNoForm()
    {
        await using var server = await DashboardServer.StartAsync(NoBootstrap);
        using var client = server.Anonymous();

        var html = await client.GetStringAsync(new Uri("/setup?token=" + new string('0', 64), UriKind.Relative));

        Assert.DoesNotContain("<form", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_WhileThereIsNoUser_PrintsANewLinkEveryTime()
    {
        await using var server = await DashboardServer.StartAsync(NoBootstrap);
        var before = SetupPage(server);
        await server.StopAsync();
        await server.StartAgainAsync();
        using var client = server.Anonymous();

        var html = await client.GetStringAsync(before);

        Assert.NotEqual(before, SetupPage(server));
        Assert.DoesNotContain("<form", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bootstrap_WithAUserAlready_ChangesNothing()
    {
        await using var server = await DashboardServer.StartAsync(NoBootstrap);
        using var client = server.Anonymous();
        using var made = await client.PostFormAsync(SetupPage(server).ToString(), new() { ["name"] = "ada", ["password"] = "long enough phrase" });

        await server.Services.GetRequiredService<FirstStart>().PrepareAsync(CancellationToken.None);

        Assert.Equal(["ada"], (await server.Services.GetRequiredService<Accounts>().ListAsync(CancellationToken.None)).Select(account => account.UserName));
    }

    private static Uri SetupPage(DashboardServer server) => new(Link().Matches(server.Console).Last().Value, UriKind.Relative);

    private static async Task<string> CookieAsync(DashboardServer server, Uri page, Dictionary<string, string> hidden)
    {
        using var client = new HttpClient(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = server.BaseAddress };
        using var answer = await client.GetAsync(page);
        foreach (var (name, value) in FormPosts.HiddenFields(await answer.Content.ReadAsStringAsync()))
        {
            hidden[name] = value;
        }

        return answer.Headers.GetValues("Set-Cookie").First().Split(';')[0];
    }

    private static async Task<HttpStatusCode> PostAsync(DashboardServer server, string cookie, Dictionary<string, string> hidden, string name)
    {
        using var client = new HttpClient(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false }) { BaseAddress = server.BaseAddress };
        using var request = new HttpRequestMessage(HttpMethod.Post, "/setup");
        request.Headers.Add("Cookie", cookie);
        request.Content = new FormUrlEncodedContent(new Dictionary<string, string>(hidden) { ["name"] = name, ["password"] = "long enough phrase" });
        using var answer = await client.SendAsync(request);
        return answer.StatusCode;
    }

    [GeneratedRegex("/setup\\?token=[0-9a-f]{64}", RegexOptions.None, 1000)]
    private static partial Regex Link();
}

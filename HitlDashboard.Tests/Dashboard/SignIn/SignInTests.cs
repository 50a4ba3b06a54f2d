using System.Net;
using System.Text.RegularExpressions;
using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.SignIn;
using HitlDashboard.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace HitlDashboard.Tests.Dashboard.SignIn;

public sealed class SignInTests(DashboardFixture fixture) : IClassFixture<DashboardFixture>
{
    private static readonly Uri Profile = new("/settings/profile", UriKind.Relative);
    private readonly DashboardServer _server = fixture.Server;

    private Accounts Accounts => _server.Services.GetRequiredService<Accounts>();

    [Theory]
    [InlineData("nobody")]
    [InlineData(DashboardServer.AdminName)]
    public async Task SignIn_WrongNameOrPassword_LooksTheSame(string name)
    {
        using var client = _server.Anonymous();

        using var answer = await client.PostFormAsync("/signin", new() { ["name"] = name, ["password"] = "not the password" });

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Contains("Name or password is wrong.", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task SignIn_ManyWrongPasswords_MustWait()
    {
        using var client = _server.Anonymous();
        for (var attempt = 0; attempt < 4; attempt++)
        {
            using var wrong = await client.PostFormAsync("/signin", new() { ["name"] = "eve", ["password"] = "not the password" });
        }

        using var answer = await client.PostFormAsync("/signin", new() { ["name"] = "eve", ["password"] = "not the password" });

        Assert.Equal(HttpStatusCode.TooManyRequests, answer.StatusCode);
        Assert.True(answer.Headers.RetryAfter?.Delta > TimeSpan.Zero);
    }

    [Theory]
    [InlineData("/runs?state=failed", "/runs?state=failed")]
    [InlineData("https://elsewhere.example/", "/inbox")]
    [InlineData("//elsewhere.example/", "/inbox")]
    [InlineData("/\\elsewhere.example/", "/inbox")]
    public async Task SignIn_ReturnUrl_StaysOnThisSite(string asked, string expected)
    {
        using var client = _server.Anonymous();

        using var answer = await client.PostFormAsync(
            $"/signin?returnUrl={Uri.EscapeDataString(asked)}", new() { ["name"] = DashboardServer.AdminName, ["password"] = DashboardServer.AdminPassword });

        Assert.Equal(new Uri(_server.BaseAddress, expected), new Uri(_server.BaseAddress, answer.Headers.Location!));
    }

    [Fact]
    public async Task SignIn_WithoutTheFormsToken_IsRefused()
    {
        using var client = _server.Anonymous();
        using var form = new FormUrlEncodedContent(new Dictionary<string, string> { ["_handler"] = "signin", ["name"] = "admin", ["password"] = "x" });

        using var answer = await client.PostAsync(new Uri("/signin", UriKind.Relative), form);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Fact]
    public async Task SignOut_CopyOfTheCookie_IsWorthNothing()
    {
        using var client = await _server.SignedInAsync();
        using var thief = new HttpClient(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false }) { BaseAddress = _server.BaseAddress };
        thief.DefaultRequestHeaders.Add("Cookie", await SessionCookieAsync());
        using var before = await thief.GetAsync(Profile);

        await SignOutAsync(thief);

        using var after = await thief.GetAsync(Profile);
        using var other = await client.GetAsync(Profile);
        Assert.Equal(HttpStatusCode.OK, before.StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, after.StatusCode);
        Assert.Equal(HttpStatusCode.OK, other.StatusCode);
    }

    [Fact]
    public async Task OneTimePassword_SignIn_LeadsToChoosingAnother()
    {
        Assert.Empty(await Accounts.AddAsync("ben", Role.Supervisor, "given once only"));
        using var client = _server.Anonymous();

        using var first = await client.PostFormAsync("/signin", new() { ["name"] = "ben", ["password"] = "given once only" });
        using var changed = await client.PostFormAsync("/password", new() { ["name"] = "ben", ["current"] = "given once only", ["next"] = "chosen by ben himself" });
        using var page = await client.GetAsync(Profile);

        Assert.Equal("/password", new Uri(_server.BaseAddress, first.Headers.Location!).AbsolutePath);
        Assert.False(first.Headers.TryGetValues("Set-Cookie", out var cookies) && cookies.Any(cookie => cookie.StartsWith(SessionCookie.Name, StringComparison.Ordinal)));
        Assert.Equal(HttpStatusCode.Redirect, changed.StatusCode);
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
    }

    [Fact]
    public async Task Disable_SignedInUser_EndsTheSessionAtOnce()
    {
        await AddWithPasswordAsync("cleo", Role.Viewer);
        using var client = await _server.SignedInAsync("cleo", "chosen by cleo herself");

        Assert.Empty(await Accounts.SetDisabledAsync("cleo", isDisabled: true));

        using var page = await client.GetAsync(Profile);
        using var again = await client.PostFormAsync("/signin", new() { ["name"] = "cleo", ["password"] = "chosen by cleo herself" });
        Assert.Equal(HttpStatusCode.Redirect, page.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, again.StatusCode);
    }

    [Fact]
    public async Task LastAdministrator_DisableOrDemote_IsRefused()
    {
        Assert.NotEmpty(await Accounts.SetDisabledAsync(DashboardServer.AdminName, isDisabled: true));
        Assert.NotEmpty(await Accounts.SetRoleAsync(DashboardServer.AdminName, Role.Viewer));
    }

    [Theory]
    [InlineData("short")]
    [InlineData("Password2026!")]
    [InlineData("aaaaaaaaaaaaaaa")]
    public async Task Password_ShortOrCommon_IsRefused(string password) =>
        Assert.NotEmpty(await Accounts.AddAsync("dan", Role.Viewer, password));

    private async Task AddWithPasswordAsync(string name, Role role)
    {
        Assert.Empty(await Accounts.AddAsync(name, role, "given once only"));
        Assert.Empty(await Accounts.ChangePasswordAsync(name, "given once only", $"chosen by {name} herself"));
    }

    private async Task<string> SessionCookieAsync()
    {
        using var client = _server.Anonymous();
        using var answer = await client.PostFormAsync("/signin", new() { ["name"] = DashboardServer.AdminName, ["password"] = DashboardServer.AdminPassword });
        return answer.Headers.GetValues("Set-Cookie").Single(cookie => cookie.StartsWith(SessionCookie.Name, StringComparison.Ordinal)).Split(';')[0];
    }

    private static async Task SignOutAsync(HttpClient client)
    {
        using var page = await client.GetAsync(Profile);
        var token = Regex.Match(await page.Content.ReadAsStringAsync(), "name=\"request-token\" content=\"(?<token>[^\"]+)\"", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)).Groups["token"].Value;
        using var request = new HttpRequestMessage(HttpMethod.Post, "/signout");
        var antiforgery = page.Headers.GetValues("Set-Cookie").First(cookie => cookie.Contains("Antiforgery", StringComparison.Ordinal)).Split(';')[0];
        request.Headers.Add("Cookie", $"{client.DefaultRequestHeaders.GetValues("Cookie").Single()}; {antiforgery}");
        request.Headers.Add("RequestVerificationToken", token);
        using var answer = await client.SendAsync(request);
        Assert.Equal("/signin", answer.Headers.Location?.ToString());
    }
}

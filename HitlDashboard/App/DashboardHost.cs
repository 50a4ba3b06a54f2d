using System.Collections.ObjectModel;
using HitlDashboard.Settings;
using HitlDashboard.SignIn;

namespace HitlDashboard.App;

/// <summary>Builds the application: settings, services, pipeline. The command line and the tests start the same one.</summary>
internal static class DashboardHost
{
    public const string DefaultUrl = "http://localhost:5080";

    /// <summary>The settings alone, for verbs that start nothing.</summary>
    /// <exception cref="StartRefusedException">The settings are wrong.</exception>
    public static DashboardSettings ReadSettings(StartOptions options)
    {
        var home = options.HomeFolder ?? HomeFolder.Find();
        return new SettingsCheck(NewBuilder(options, home).Configuration, home).Read();
    }

    /// <exception cref="StartRefusedException">The settings are wrong, or the data folder cannot be used.</exception>
    public static WebApplication Build(StartOptions options)
    {
        var home = options.HomeFolder ?? HomeFolder.Find();
        var builder = NewBuilder(options, home);
        builder.WebHost.UseStaticWebAssets();
        if (string.IsNullOrEmpty(builder.Configuration[WebHostDefaults.ServerUrlsKey]))
        {
            builder.WebHost.UseUrls(DefaultUrl);
        }

        var settings = new SettingsCheck(builder.Configuration, home).Read();
        var data = DataFolder.Open(settings.DataDirectory);
        try
        {
            builder.AddDashboard(settings, data, options);
            var app = builder.Build();
            app.UseDashboard();
            return app;
        }
        catch
        {
            data.Dispose();
            throw;
        }
    }

    /// <summary>Opens the files, starts the engine and listens; prints the set-up link where there is no user.</summary>
    /// <exception cref="StartRefusedException">The accounts' file or the Bootstrap settings cannot be used.</exception>
    public static async Task StartAsync(WebApplication app, TextWriter console, CancellationToken cancellation)
    {
        var first = app.Services.GetRequiredService<FirstStart>();
        await first.PrepareAsync(cancellation);
        try
        {
            await app.StartAsync(cancellation);
        }
        catch
        {
            await StopAsync(app);
            throw;
        }

        await console.WriteLineAsync($"HitlDashboard is ready at {string.Join(" and ", app.Urls)}");
        if (first.Invitation(app.Urls.First()) is { } invitation)
        {
            await console.WriteLineAsync(invitation);
        }
    }

    /// <summary>What was started before a failure ends in order: the database is closed, and nothing goes on. Why it could not start is what counts, not what the stop finds.</summary>
    private static Task StopAsync(WebApplication app) =>
        app.StopAsync(CancellationToken.None).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);

    private static WebApplicationBuilder NewBuilder(StartOptions options, string home)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            ApplicationName = typeof(DashboardHost).Assembly.GetName().Name,
            ContentRootPath = home,
            WebRootPath = Path.Combine(AppContext.BaseDirectory, "wwwroot"),
        });

        // Outside development the compressed files of the build are served as they are, not made afresh for every request.
        var reload = builder.Environment.IsDevelopment() ? "true" : "false";
        builder.Configuration.AddInMemoryCollection([new("ReloadStaticAssetsAtRuntime", reload), .. options.Settings ?? ReadOnlyDictionary<string, string?>.Empty]);
        // Whatever it says at a lower level it throws as well, and the verb says that in one sentence.
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Critical);
        return builder;
    }
}

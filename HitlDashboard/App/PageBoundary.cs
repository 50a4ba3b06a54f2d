using System.Security.Cryptography;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;

namespace HitlDashboard.App;

/// <summary>Keeps a failing page from taking the shell along. People get a reference, the log gets the exception under it.</summary>
public sealed partial class PageBoundary : ErrorBoundary
{
    [Inject]
    private ILogger<PageBoundary> Log { get; init; } = default!;

    /// <summary>What the log calls the last failure.</summary>
    public string Reference { get; private set; } = "";

    /// <summary>What people are told: the refusal itself, or nothing that an exception says.</summary>
    public static string MessageOf(Exception failure) =>
        failure is UnauthorizedAccessException ? failure.Message : "The server's log says why. Try again, or open another page.";

    /// <inheritdoc />
    protected override Task OnErrorAsync(Exception exception)
    {
        Reference = RandomNumberGenerator.GetHexString(8, lowercase: true);
        PageFailed(Log, exception, Reference);
        return Task.CompletedTask;
    }

    [LoggerMessage(711, LogLevel.Error, "A page failed; reference {Reference}.")]
    private static partial void PageFailed(ILogger log, Exception failure, string reference);
}

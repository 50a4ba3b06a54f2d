namespace HitlDashboard.Viewers;

/// <summary>Hostile HTML as the document of a frame without rights.</summary>
internal static class SandboxedHtml
{
    private const string Policy =
        "<!DOCTYPE html><meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; img-src data:\"><meta name=\"color-scheme\" content=\"light\">";

    /// <summary>Browsers connect for <c>link rel=preconnect</c> without asking the policy, so no link stays one. Nothing it could be for is allowed anyway.</summary>
    public static string Of(string html) => Policy + VisibleText.Of(html).Replace("<link", "<not-a-link", StringComparison.OrdinalIgnoreCase);
}

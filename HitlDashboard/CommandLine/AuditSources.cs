using HitlDashboard.App;
using HitlDashboard.Engine.Audit;
using HitlDashboard.Engine.Integrity;
using HitlDashboard.Settings;

namespace HitlDashboard.CommandLine;

/// <summary>Where the key and the anchors for a database are.</summary>
internal static class AuditSources
{
    /// <summary>What the caller names; else what lies beside the file; else what the settings name. Anchors of the settings are those of the data folder's database alone.</summary>
    public static AuditProof Of(string database, string? key, string? anchors)
    {
        var beside = Path.GetDirectoryName(Path.GetFullPath(database))!;
        var settings = Settings();
        if (anchors is not null && !File.Exists(anchors))
        {
            throw new StartRefusedException([$"There is no file {anchors}."]);
        }

        return AuditProof.Of(
            key ?? First(Path.Combine(beside, AuditKey.FileName), settings?.Audit.KeyFile, settings is null ? null : Path.Combine(settings.DataDirectory, AuditKey.FileName)),
            anchors ?? First(Path.Combine(beside, AuditAnchor.FileName), settings?.DataDirectory == beside && settings.Audit.AnchorFolder is { } folder ? Path.Combine(folder, AuditAnchor.FileName) : null));
    }

    private static string First(string fallback, params string?[] others) => File.Exists(fallback) ? fallback : others.FirstOrDefault(File.Exists) ?? fallback;

    // Wrong settings must not keep anybody from checking a file.
    private static DashboardSettings? Settings()
    {
        try
        {
            return DashboardHost.ReadSettings(new StartOptions());
        }
        catch (StartRefusedException)
        {
            return null;
        }
    }
}

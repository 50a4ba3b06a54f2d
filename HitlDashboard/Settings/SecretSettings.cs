using HitlDashboard.Engine.Activities.Secrets;
using HitlDashboard.Engine.Definitions;

namespace HitlDashboard.Settings;

/// <summary>Reads <c>Secrets:*</c> and <c>SecretFiles:Directory</c>. No sentence tells a value.</summary>
internal sealed class SecretSettings(IConfiguration configuration, SettingValues values, List<string> mistakes)
{
    /// <summary>What <c>Secrets:*</c> sets, by name.</summary>
    public Dictionary<string, string> Values()
    {
        var set = configuration.GetSection("Secrets").AsEnumerable(makePathsRelative: true).Where(pair => pair.Value is { Length: > 0 })
            .ToDictionary(pair => pair.Key, pair => pair.Value!, StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in set)
        {
            if (!SecretReference.IsName(name))
            {
                mistakes.Add($"Secrets:{name} has a name that no definition can write: use letters, digits, _ and -, at most 64.");
            }
            else if (value.Length < SecretStore.ShortestValue)
            {
                mistakes.Add($"Secrets:{name} has {value.Length} characters: it needs at least {SecretStore.ShortestValue}, or it could not be taken out of logs.");
            }
        }

        return set;
    }

    /// <summary>Where mounted secrets lie, or null.</summary>
    public string? Folder()
    {
        if (values.Text("SecretFiles:Directory") is null)
        {
            return null;
        }

        var folder = values.Folder("SecretFiles:Directory", "");
        if (!Directory.Exists(folder))
        {
            mistakes.Add($"SecretFiles:Directory names {folder}, which is no folder: mount it, or remove the setting.");
        }

        return folder;
    }
}

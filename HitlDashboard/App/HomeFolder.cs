namespace HitlDashboard.App;

/// <summary>Where appsettings.json, workflows/ and data/ are: the repository's root when built from source, the published folder otherwise.</summary>
internal static class HomeFolder
{
    private const string SolutionFile = "HitlDashboard.sln";

    // Every build output holds it, no published folder does.
    private const string BuildMark = "HitlDashboard.staticwebassets.runtime.json";

    public static string Find() => Find(AppContext.BaseDirectory);

    public static string Find(string programFolder)
    {
        if (!File.Exists(Path.Combine(programFolder, BuildMark)))
        {
            return programFolder;
        }

        for (var folder = new DirectoryInfo(programFolder); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, SolutionFile)))
            {
                return folder.FullName;
            }
        }

        return programFolder;
    }
}

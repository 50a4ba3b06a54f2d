using System.Text.RegularExpressions;

namespace HitlDashboard.Engine.Definitions.Validation;

/// <summary>Checks names of workflows and signals.</summary>
internal static partial class WorkflowNames
{
    /// <summary>Reports a text that can't be a workflow's name.</summary>
    public static void Check(MapReader map, string key, string name)
    {
        if (name.Length > 0 && !Workflow().IsMatch(name))
        {
            map.Fail(key, $"found '{name}', expected lower-case letters, digits and hyphens, 1 to 64 characters.");
        }
    }

    /// <summary>Reports a text that can't be a signal's name: it stands in an address.</summary>
    public static void CheckSignal(MapReader map, string key, string name)
    {
        if (name.Length > 0 && !Signal().IsMatch(name))
        {
            map.Fail(key, $"found '{name}', expected letters, digits, '.', '_' or '-', 1 to 64 characters.");
        }
    }

    [GeneratedRegex(@"^[a-z0-9-]{1,64}\z", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Workflow();

    [GeneratedRegex(@"^[A-Za-z0-9._-]{1,64}\z", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Signal();
}

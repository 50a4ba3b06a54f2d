namespace HitlDashboard.Engine.Activities;

/// <summary>The kinds of step that this process can run, by name.</summary>
/// <param name="activities">One per kind.</param>
public sealed class ActivityRegistry(IEnumerable<IActivity> activities)
{
    private readonly Dictionary<string, IActivity> _byName = activities.ToDictionary(activity => activity.Uses, StringComparer.Ordinal);

    /// <summary>The activity of a kind, or null where this process has none.</summary>
    public IActivity? Find(string uses) => _byName.GetValueOrDefault(uses);
}

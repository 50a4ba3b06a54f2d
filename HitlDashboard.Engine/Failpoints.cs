namespace HitlDashboard.Engine;

/// <summary>Places between two things of which a crash may leave the first without the second. Tests end the process there; nobody listens in the product.</summary>
internal static class Failpoints
{
    public const string MidBatch = "mid-batch";
    public const string BeforeCommit = "before-commit";
    public const string AfterCommit = "after-commit";
    public const string BeforeEffect = "before-effect";
    public const string AfterEffect = "after-effect";
    public const string OpeningReview = "opening-review";
    public const string ReleasingDecision = "releasing-decision";
    public const string Migrating = "migrating";
    public const string Recovering = "recovering";
    public const string Recovered = "recovered";
    public const string Loaded = "loaded";

    /// <summary>Who is told; null in the product.</summary>
    public static Action<string>? Listener { get; set; }

    public static void Hit(string name) => Listener?.Invoke(name);
}

namespace HitlDashboard.Tests.Faults.Mixed;

/// <summary>A review as lifecycle.md describes it, in a world where one thing happens after the other.</summary>
/// <param name="State">As over REST.</param>
/// <param name="By">Whose decision stands or is staged.</param>
/// <param name="Decision">What they said.</param>
internal readonly record struct ReviewPoint(string State, string? By = null, string? Decision = null)
{
    public static readonly ReviewPoint Open = new("open");

    /// <summary>The time for undo ended: the engine lets the decision take effect by itself.</summary>
    public ReviewPoint? Released => State == "staged" ? this with { State = "decided" } : null;

    /// <summary>What follows where the operation happens now with this answer; null where it could not have been answered so.</summary>
    public ReviewPoint? After(ReviewOperation operation) => operation.Verb switch
    {
        "read" => operation.Heard == State ? this : null,
        "decide" => AfterDecision(operation),
        "undo" => AfterUndo(operation),
        "cancel" => AfterCancel(operation),
        _ => AfterDesk(operation),
    };

    private ReviewPoint? AfterDecision(ReviewOperation operation) => operation.Heard switch
    {
        "staged" or "decided" => State == "open" ? new ReviewPoint(operation.Heard, operation.Actor, operation.Said) : null,
        "already-decided" => State != "open" && operation.Winner == (By, Decision) ? this : null,
        "not-open" => State == "withdrawn" ? this : null,
        "verdict-not-allowed" => State == "open" ? this : null,
        _ => null,
    };

    private ReviewPoint? AfterUndo(ReviewOperation operation) => operation.Heard switch
    {
        "ok" => State == "staged" && By == operation.Actor ? Open : null,
        "not-staged" => State != "staged" ? this : null,
        "forbidden" => State == "staged" && By != operation.Actor ? this : null,
        _ => null,
    };

    private ReviewPoint? AfterDesk(ReviewOperation operation) => operation.Heard switch
    {
        "ok" or "claimed" => State == "open" ? this : null,
        "not-open" => State != "open" ? this : null,
        _ => null,
    };

    private ReviewPoint? AfterCancel(ReviewOperation operation) => operation.Heard switch
    {
        "ok" => State is "open" or "staged" ? this with { State = "withdrawn" } : this,
        "wrong-state" => this,
        _ => null,
    };
}

using System.Text.Json;
using HitlDashboard.Engine.Definitions;
using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.Engine.Reviews;
using HitlDashboard.Ui;

namespace HitlDashboard.Inbox;

/// <summary>The inbox's words for the engine's choices.</summary>
internal static class Words
{
    public static string Of(Verdict verdict) => verdict switch
    {
        Verdict.Approve => "Approve",
        Verdict.Amend => "Amend",
        Verdict.SendBack => "Send back",
        Verdict.Reject => "Reject",
    };

    public static string Past(Verdict verdict) => verdict switch
    {
        Verdict.Approve => "Approved",
        Verdict.Amend => "Amended",
        Verdict.SendBack => "Sent back",
        Verdict.Reject => "Rejected",
    };

    public static string CommandOf(Verdict verdict) => verdict switch
    {
        Verdict.Approve => "decide.approve",
        Verdict.Amend => "decide.amend",
        Verdict.SendBack => "decide.sendback",
        Verdict.Reject => "decide.reject",
    };

    public static Tone ToneOf(Verdict verdict) => verdict switch
    {
        Verdict.Approve or Verdict.Amend => Tone.Good,
        Verdict.SendBack => Tone.Warning,
        Verdict.Reject => Tone.Bad,
    };

    public static string IconOf(Verdict verdict) => verdict switch
    {
        Verdict.Approve => "check",
        Verdict.Amend => "pencil",
        Verdict.SendBack => "undo",
        Verdict.Reject => "cross",
    };

    public static (string Word, string Icon, Tone Tone) Of(Risk risk) => risk switch
    {
        Risk.Low => ("Low risk", "dash", Tone.Neutral),
        Risk.Medium => ("Medium risk", "info", Tone.Active),
        Risk.High => ("High risk", "alert", Tone.Warning),
        Risk.Critical => ("Critical", "alert", Tone.Bad),
    };

    public static string Of(ReviewSubject subject, ArtifactKind kind) => subject switch
    {
        ReviewSubject.Output => kind switch
        {
            ArtifactKind.Json => "Data",
            ArtifactKind.Html => "HTML",
            _ => kind.ToString(),
        },
        ReviewSubject.Action => "Action",
        ReviewSubject.Failure => "Failure",
        ReviewSubject.Human => "Question",
    };

    /// <summary>Who has to do with an open item: whom it is for, who answers for them, who looks at it.</summary>
    public static IEnumerable<string> FactsOf(ReviewListItem item)
    {
        if (item.Assignee is { } assignee)
        {
            yield return item.StandIn is { } other ? $"for {assignee}, {other} stands in" : $"for {assignee}";
        }

        if (item is { State: ReviewState.Open, Claim: { } claim })
        {
            yield return $"{claim.By} looks at it";
        }
    }

    /// <summary>Whether there is nothing to look at: a question without an artifact.</summary>
    public static bool IsNothing(JsonElement content) => content.ValueKind switch
    {
        JsonValueKind.Object => content.GetPropertyCount() == 0,
        JsonValueKind.Null or JsonValueKind.Undefined => true,
        _ => false,
    };

    public static string Round(int round) => $"{Ordinal(round)} round";

    /// <summary>1st, 2nd, 3rd, 4th, 11th, 21st.</summary>
    public static string Ordinal(int number) => (number % 100, number % 10) switch
    {
        (11 or 12 or 13, _) => $"{number}th",
        (_, 1) => $"{number}st",
        (_, 2) => $"{number}nd",
        (_, 3) => $"{number}rd",
        _ => $"{number}th",
    };
}

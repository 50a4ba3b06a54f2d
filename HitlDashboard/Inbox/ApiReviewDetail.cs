using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using HitlDashboard.Engine.Definitions;
using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.Engine.Reviews;

namespace HitlDashboard.Inbox;

/// <summary>Everything that a person needs to decide.</summary>
internal sealed record ApiReview : ApiReviewSummary
{
    public required Guid TaskId { get; init; }

    /// <summary>SHA-256 over what is shown; a decision may name it.</summary>
    public required string Digest { get; init; }

    /// <summary>Markdown, or null.</summary>
    public string? Instructions { get; init; }

    public required ApiShown Artifact { get; init; }

    /// <summary>What the action will be given; null where no action is asked about.</summary>
    public JsonElement? Parameters { get; init; }

    /// <summary>The whole output that an amend replaces; null where an action is asked about.</summary>
    public JsonElement? Output { get; init; }

    /// <summary>Paths that an amend may change; empty means all.</summary>
    public required IReadOnlyList<string> Editable { get; init; }

    public required IReadOnlyList<Evidence> Evidence { get; init; }

    /// <summary>The failure that is asked about, or null.</summary>
    public TaskError? Error { get; init; }

    public required IReadOnlyList<Verdict> Allowed { get; init; }

    /// <summary>Reasons offered for reject and send back.</summary>
    public required IReadOnlyList<string> Reasons { get; init; }

    /// <summary>What a reject does to the run.</summary>
    public required RejectRule OnReject { get; init; }

    /// <summary>The name of the step that a reject sends the run back to; null where it does not.</summary>
    public string? BackTo { get; init; }

    /// <summary>Who has to agree, and who did so far.</summary>
    public required ApiApprovals Approvals { get; init; }

    /// <summary>What people said about it, oldest first.</summary>
    public required IReadOnlyList<ApiComment> Comments { get; init; }

    /// <summary>Where it goes when it is escalated, one step each time: queues, and people as `@name`.</summary>
    public required IReadOnlyList<string> EscalateTo { get; init; }

    /// <summary>Earlier rounds, oldest first.</summary>
    public required IReadOnlyList<ApiRound> Rounds { get; init; }

    /// <summary>What an amend put in its place, or null.</summary>
    public JsonElement? AmendedOutput { get; init; }

    [SetsRequiredMembers]
    private ApiReview(ReviewDetail detail)
        : base(ApiReviewSummary.Of(detail.Item))
    {
        var asked = detail.Request;
        var isAction = asked.Subject == ReviewSubject.Action;
        TaskId = detail.TaskId.Value;
        Digest = detail.Digest;
        Instructions = asked.Instructions;
        Artifact = new ApiShown(asked.Kind, asked.Content, asked.Form ?? asked.Schema);
        Parameters = isAction ? asked.Subjected : null;
        Output = isAction ? null : asked.Subjected;
        Editable = asked.Editable;
        Evidence = asked.Evidence;
        Error = asked.Error;
        Allowed = asked.Allowed;
        Reasons = asked.Reasons;
        OnReject = asked.OnReject;
        BackTo = asked.BackTo;
        Approvals = ApiApprovals.Of(detail);
        Comments = [.. detail.Comments.Select(comment => new ApiComment(comment.By, comment.At, comment.Text))];
        EscalateTo = asked.EscalateTo;
        Rounds = ApiRound.Of(detail);
        AmendedOutput = detail.AmendedOutput;
    }

    public static ApiReview Of(ReviewDetail detail) => new(detail);
}

/// <summary>What is shown.</summary>
/// <param name="Kind">How to show it. Its content comes from automations: never run or render it unchecked.</param>
/// <param name="Content">A string for the text kinds, any value otherwise.</param>
/// <param name="Schema">JSON Schema of what an amend must give, or null.</param>
internal sealed record ApiShown(ArtifactKind Kind, JsonElement Content, JsonElement? Schema);

/// <summary>An earlier round.</summary>
/// <param name="ReviewId">Its review.</param>
/// <param name="Round">From 1.</param>
/// <param name="Content">What was shown then.</param>
/// <param name="Decision">What was decided, or null where it was withdrawn.</param>
/// <param name="Feedback">What was sent back with, or null.</param>
/// <param name="Diff">What changed from then to the next round, lines with <c>+</c>, <c>-</c> or a space before; null where it is too long to compare.</param>
internal sealed record ApiRound(Guid ReviewId, int Round, JsonElement Content, ApiDecision? Decision, string? Feedback, string? Diff)
{
    public static IReadOnlyList<ApiRound> Of(ReviewDetail detail)
    {
        var following = detail.Rounds.Skip(1).Select(round => round.Content).Append(detail.Request.Content);
        return [.. detail.Rounds.Zip(following, (round, next) => new ApiRound(
            round.ReviewId.Value, round.Round, round.Content, ApiDecision.Of(round.Decision),
            round.Decision is { Verdict: Verdict.SendBack } sentBack ? sentBack.Reason : null,
            RoundDiff.Between(round.Content, next)))];
    }
}

using System.Security.Cryptography;
using System.Text;
using HitlDashboard.Engine.Definitions;
using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.Engine.Reviews;

namespace HitlDashboard.Inbox;

/// <summary>A strip or editor that is open, bound to the item as it was when it opened.</summary>
public sealed record OpenForm(Verdict Verdict, ReviewDetail Detail)
{
    private const int TokenLength = 4;

    /// <summary>How the value is edited; null where nothing is.</summary>
    public Amendment? Amendment { get; } = Verdict == Verdict.Amend ? Amendment.Of(Detail.Request) : null;

    /// <summary>Whether the last four characters of the id must be typed: what releases something critical.</summary>
    public bool NeedsToken => Detail.Item.Risk == Risk.Critical && Verdict is Verdict.Approve or Verdict.Amend;

    public string Token => TokenOf(Detail);

    public static string TokenOf(ReviewDetail detail) => detail.Item.Id.ToString()[^TokenLength..];

    /// <summary>Whether a verdict is one key press (low and medium approve) or wants a form.</summary>
    public static bool IsWanted(Verdict verdict, ReviewDetail detail) => verdict != Verdict.Approve || detail.Item.Risk is Risk.High or Risk.Critical;

    /// <summary>What is wrong with what was filled in, or null.</summary>
    public string? ProblemOf(CommandInput input)
    {
        if (NeedsToken && !string.Equals(input.Token?.Trim(), Token, StringComparison.OrdinalIgnoreCase))
        {
            return $"Type {Token}, the last four characters of the item's id.";
        }

        return Verdict switch
        {
            Verdict.Reject when string.IsNullOrWhiteSpace(input.Reason) && string.IsNullOrWhiteSpace(input.Note) => "Say why: choose a reason or write a note.",
            Verdict.SendBack when string.IsNullOrWhiteSpace(input.Note) => "Say what should be different.",
            _ => null,
        };
    }

    public DecisionRequest Request(CommandInput input, System.Text.Json.JsonElement? output)
    {
        var (reason, comment) = Texts(input);
        return Plain(Verdict, Detail, input) with { Reason = reason, Comment = comment, Output = output };
    }

    /// <summary>The decision of one key press.</summary>
    public static DecisionRequest Plain(Verdict verdict, ReviewDetail detail, CommandInput input) => new()
    {
        ReviewId = detail.Item.Id,
        Version = input.Version,
        Digest = input.Digest,
        Verdict = verdict,
        UndoSeconds = detail.Request.UndoSeconds,
    };

    /// <summary>The same press has the same key and hash, however often it is sent.</summary>
    public static IdempotencyKey KeyOf(CommandInput input, DecisionRequest request) =>
        new($"inbox:{input.Key}", Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(EngineJson.Write(request)))));

    private (string? Reason, string? Comment) Texts(CommandInput input)
    {
        var (chip, note) = (Trim(input.Reason), Trim(input.Note));
        return Verdict switch
        {
            Verdict.Reject => chip is null ? (note, null) : (chip, note),
            Verdict.SendBack => (chip is null ? note : $"{chip}: {note}", null),
            Verdict.Approve or Verdict.Amend => (null, note),
        };
    }

    private static string? Trim(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}

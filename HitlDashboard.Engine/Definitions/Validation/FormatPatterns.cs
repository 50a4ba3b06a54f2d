namespace HitlDashboard.Engine.Definitions.Validation;

/// <summary>What texts of the format look like, for the JSON Schema; a test holds them against the reader.</summary>
internal static class FormatPatterns
{
    public const string Workflow = "^[a-z0-9-]{1,64}$";

    public const string Step = "^[A-Za-z][A-Za-z0-9_-]{0,63}$";

    public const string Signal = "^[A-Za-z0-9._-]{1,64}$";

    public const string Resource = "^[A-Za-z0-9][A-Za-z0-9._/-]{0,63}$";

    public const string Duration = "^\\s*(" + Span + ")\\s*$";

    public const string Reminder = "^\\s*(" + Span + "|" + Digits + "%)\\s*$";

    public const string Share = "^" + Digits + "%$";

    public const string Join = "^(all|any)$";

    /// <summary>A queue, or a person behind an @.</summary>
    public const string Target = "[^\\s@]|@.*@";

    /// <summary>Something, not only blanks.</summary>
    public const string Something = "\\S";

    private const string Digits = "([0-9]+[.]?[0-9]*|[.][0-9]+)";

    private const string Span = Digits + "(ms|s|m|h|d)|P[0-9YMDTHS.]*[0-9][YMDHS]";
}

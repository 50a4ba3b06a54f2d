using HitlDashboard.Engine.Definitions.Conditions;

namespace HitlDashboard.Engine.Definitions;

/// <summary>A parsed condition: the seed forms or the expression language of the workflow format, evaluated without side effects in bounded time.</summary>
public sealed class Condition
{
    private const int MaxLength = 4000;

    private readonly ConditionNode _root;

    private Condition(string text, ConditionNode root, IReadOnlyList<string> paths)
    {
        Text = text;
        _root = root;
        Paths = paths;
    }

    /// <summary>The condition as written.</summary>
    public string Text { get; }

    /// <summary>Every path that it reads.</summary>
    public IReadOnlyList<string> Paths { get; }

    /// <summary>Every step that it names in <c>failed(step)</c> or <c>rejected(step)</c>.</summary>
    public IReadOnlyList<string> HandledSteps { get; private init; } = [];

    /// <summary>Every step that it names in <c>failed(step)</c>: it takes care of any failure of it, not only of a reject.</summary>
    public IReadOnlyList<string> FailedSteps { get; private init; } = [];

    private bool HandlesAll { get; init; }

    /// <summary>Parses a condition.</summary>
    /// <exception cref="ConditionException">It can't be parsed; the message gives the position from 1.</exception>
    public static Condition Parse(string text)
    {
        if (text.Length > MaxLength)
        {
            throw new ConditionException($"The condition has {text.Length} characters; at most {MaxLength} are allowed.");
        }

        var trimmed = text.Trim();
        if (trimmed.StartsWith("not_empty:", StringComparison.Ordinal))
        {
            var path = SeedPath(trimmed["not_empty:".Length..]);
            return new Condition(text, new NotEmptyNode(path), [path.Path.Text]);
        }

        return trimmed.StartsWith("equals:", StringComparison.Ordinal) ? SeedEquals(text, trimmed["equals:".Length..]) : ParseExpression(text);
    }

    /// <summary>Whether it says what happens when <paramref name="stepId"/> failed: it mentions <c>always()</c>, <c>failed(step)</c> or <c>rejected(step)</c>.</summary>
    public bool Handles(string stepId) => HandlesAll || HandledSteps.Contains(stepId, StringComparer.Ordinal);

    /// <summary>Evaluates it.</summary>
    /// <exception cref="ConditionException">A value is missing or of the wrong type, or it took too many steps.</exception>
    public bool Evaluate(ValueScope scope)
    {
        try
        {
            return _root.Evaluate(scope).IsTrue;
        }
        catch (InvalidOperationException)
        {
            // System.Text.Json keeps lone surrogates in strings and refuses to turn them into text.
            throw new ConditionException("A value that the condition reads holds text that is not valid Unicode.");
        }
    }

    private static Condition ParseExpression(string text)
    {
        var parser = new ConditionParser(new ConditionTokenizer(text).Read());
        var parsed = parser.Parse();
        return new Condition(text, parsed, parser.Paths) { HandledSteps = parser.Handled, FailedSteps = parser.Failed, HandlesAll = parser.HandlesAll };
    }

    private static Condition SeedEquals(string text, string rest)
    {
        var comma = rest.IndexOf(',');
        if (comma < 0)
        {
            throw new ConditionException("Expected equals:path,value with a comma between path and value.");
        }

        var path = SeedPath(rest[..comma]);
        return new Condition(text, new EqualsTextNode(path, rest[(comma + 1)..].Trim()), [path.Path.Text]);
    }

    private static PathNode SeedPath(string text) =>
        ValuePath.TryParse(text.Trim(), out var path)
            ? new PathNode(path)
            : throw new ConditionException($"'{text.Trim()}' is no path; expected names with dots as steps.draft.output.");
}

/// <summary>A condition can't be parsed or evaluated.</summary>
public sealed class ConditionException(string message) : Exception(message);

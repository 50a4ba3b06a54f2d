using System.Text.RegularExpressions;

namespace HitlDashboard.Engine.Definitions.Conditions;

/// <summary>Makes the nodes of function calls and remembers which steps' failures they deal with.</summary>
internal sealed class FunctionParser
{
    private const int MaxPattern = 500;

    private static readonly string[] Names = ["contains", "matches", "length", "always", "failed", "rejected", "hours_since", "not_empty"];

    public List<string> Handled { get; } = [];

    public List<string> Failed { get; } = [];

    public bool HandlesAll { get; private set; }

    public ConditionNode Create(ConditionToken name, IReadOnlyList<ConditionNode> arguments) => (name.Text, arguments.Count) switch
    {
        ("contains", 2) => new ContainsNode(arguments[0], arguments[1]),
        ("matches", 2) => new MatchesNode(arguments[0], Pattern(name, arguments[1])),
        ("length", 1) => new LengthNode(arguments[0]),
        ("not_empty", 1) => new NotEmptyNode(arguments[0]),
        ("hours_since", 1) => new HoursSinceNode(arguments[0]),
        ("always", 0) => Always(),
        ("failed", 1) => Ended(name, arguments[0], "state", "Failed"),
        ("rejected", 1) => Ended(name, arguments[0], "resolution", "Rejected"),
        var (text, count) when Array.IndexOf(Names, text) >= 0 => throw new ConditionException(
            $"Position {name.Position}: {text}() takes {Arity(text)}, found {count}."),
        _ => throw new ConditionException(
            $"Position {name.Position}: there is no function '{name.Text}'{Nearest.Hint(name.Text, Names)}; expected one of {string.Join(", ", Names)}."),
    };

    private static string Arity(string name) => name switch
    {
        "always" => "no arguments",
        "contains" or "matches" => "2 arguments",
        _ => "1 argument",
    };

    private LiteralNode Always()
    {
        HandlesAll = true;
        return new LiteralNode(Operand.Of(true));
    }

    private StepEndedNode Ended(ConditionToken name, ConditionNode argument, string property, string expected)
    {
        var step = argument switch
        {
            PathNode { Path.Second: null } path => path.Path.Text,
            LiteralNode { Value.Kind: OperandKind.Text } literal => literal.Value.Text,
            _ => "",
        };
        if (!ValuePath.TryParse($"steps.{step}.{property}", out var ended))
        {
            throw new ConditionException($"Position {name.Position}: {name.Text}() takes the id of a step, as {name.Text}(draft).");
        }

        Handled.Add(step);
        if (name.Text == "failed")
        {
            Failed.Add(step);
        }

        return new StepEndedNode(ended, expected);
    }

    private static Regex Pattern(ConditionToken name, ConditionNode argument)
    {
        if (argument is not LiteralNode { Value: { Kind: OperandKind.Text, Text.Length: <= MaxPattern } pattern })
        {
            throw new ConditionException($"Position {name.Position}: the pattern of matches() is a text in quotes, at most {MaxPattern} characters.");
        }

        try
        {
            return new Regex(pattern.Text, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));
        }
        catch (Exception exception) when (exception is ArgumentException or NotSupportedException)
        {
            throw new ConditionException($"Position {name.Position}: the pattern '{pattern.Text}' can't be used: {exception.Message}");
        }
    }
}

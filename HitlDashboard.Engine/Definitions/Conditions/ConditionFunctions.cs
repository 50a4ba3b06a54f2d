using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace HitlDashboard.Engine.Definitions.Conditions;

/// <summary><c>contains(a, b)</c>: b is an element of the list, a part of the text or a key of the object a.</summary>
internal sealed record ContainsNode(ConditionNode Place, ConditionNode Value) : ConditionNode
{
    public override Operand Evaluate(ValueScope scope) => Operand.Of(Contains(Place.Require(scope), Value.Require(scope)));

    public static bool Contains(Operand place, Operand value) => place switch
    {
        { Kind: OperandKind.Text } when value.Kind == OperandKind.Text => place.Text.Contains(value.Text, StringComparison.Ordinal),
        { Kind: OperandKind.Json, Json.ValueKind: JsonValueKind.Array } => place.Json.EnumerateArray().Any(item => Operand.AreEqual(Operand.Of(item), value)),
        { Kind: OperandKind.Json } when value.Kind == OperandKind.Text => place.Json.TryGetProperty(value.Text, out _),
        _ => throw new ConditionException($"Expected a list, a text or an object to look for {value.Describe()} in, found {place.Describe()}."),
    };
}

/// <summary><c>matches(a, 'regex')</c>, in time linear to the text.</summary>
internal sealed record MatchesNode(ConditionNode Value, Regex Pattern) : ConditionNode
{
    public override Operand Evaluate(ValueScope scope)
    {
        var value = Value.Require(scope);
        if (value.Kind != OperandKind.Text)
        {
            throw new ConditionException($"matches() needs text, found {value.Describe()}.");
        }

        try
        {
            return Operand.Of(Pattern.IsMatch(value.Text));
        }
        catch (RegexMatchTimeoutException)
        {
            throw new ConditionException("matches() took too long; use a simpler pattern.");
        }
    }
}

/// <summary><c>length(a)</c>: characters of a text, elements of a list, keys of an object.</summary>
internal sealed record LengthNode(ConditionNode Value) : ConditionNode
{
    public override Operand Evaluate(ValueScope scope)
    {
        var value = Value.Require(scope);
        return Operand.Of(value switch
        {
            { Kind: OperandKind.Text } => value.Text.Length,
            { Kind: OperandKind.Json, Json.ValueKind: JsonValueKind.Array } => value.Json.GetArrayLength(),
            { Kind: OperandKind.Json } => (decimal)value.Json.EnumerateObject().Count(),
            _ => throw new ConditionException($"length() needs text, a list or an object, found {value.Describe()}."),
        });
    }
}

/// <summary><c>not_empty:path</c></summary>
internal sealed record NotEmptyNode(ConditionNode Value) : ConditionNode
{
    public override Operand Evaluate(ValueScope scope) => Operand.Of(!Value.Evaluate(scope).IsEmpty);
}

/// <summary><c>equals:path,value</c>: compares what the path names, as text, with the value as written.</summary>
internal sealed record EqualsTextNode(ConditionNode Value, string Expected) : ConditionNode
{
    public override Operand Evaluate(ValueScope scope)
    {
        var value = Value.Evaluate(scope);
        return Operand.Of(value.Kind switch
        {
            OperandKind.Missing => false,
            OperandKind.Null => Expected == "null",
            OperandKind.Bool => Expected == (value.Flag ? "true" : "false"),
            OperandKind.Number => double.TryParse(Expected, NumberStyles.Float, CultureInfo.InvariantCulture, out _)
                && Operand.CompareNumbers(value, Operand.OfNumber(Expected)) == 0,
            OperandKind.Text => string.Equals(value.Text, Expected, StringComparison.Ordinal),
            _ => false,
        });
    }
}

/// <summary><c>failed(step)</c> and <c>rejected(step)</c></summary>
internal sealed record StepEndedNode(ValuePath Path, string Expected) : ConditionNode
{
    public override Operand Evaluate(ValueScope scope) => Operand.Of(
        Path.TryResolve(scope, out var value)
        && value.ValueKind == JsonValueKind.String
        && string.Equals(value.GetString(), Expected, StringComparison.OrdinalIgnoreCase));
}

/// <summary><c>hours_since(t)</c>: hours from a moment in ISO 8601 to the scope's <c>now</c>.</summary>
internal sealed record HoursSinceNode(ConditionNode Value) : ConditionNode
{
    public override Operand Evaluate(ValueScope scope)
    {
        if (scope.Root("now") is not { } now)
        {
            throw new ConditionException("hours_since() can't be used here: there is no 'now'.");
        }

        return Operand.Of((decimal)(Moment(Operand.Of(now)) - Moment(Value.Require(scope))).TotalHours);
    }

    private static DateTimeOffset Moment(Operand value) =>
        value.Kind == OperandKind.Text
        && DateTimeOffset.TryParse(value.Text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment)
            ? moment
            : throw new ConditionException($"hours_since() needs a moment as 2030-01-31T08:00:00Z, found {value.Describe()}.");
}

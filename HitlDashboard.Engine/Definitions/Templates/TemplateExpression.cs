using System.Text.Json;
using HitlDashboard.Engine.Definitions.Conditions;

namespace HitlDashboard.Engine.Definitions.Templates;

/// <summary>What stands in a tag: a path, a literal or a helper with its arguments.</summary>
internal abstract record TemplateExpression
{
    /// <summary>Its value, or missing.</summary>
    public abstract Operand Read(TemplateFrame frame);

    /// <summary>Its value where a missing one is a mistake.</summary>
    public Operand Require(TemplateFrame frame)
    {
        var value = Read(frame);
        return value.Kind == OperandKind.Missing ? throw Missing(value.Text) : value;
    }

    public static TemplateException Missing(string path) =>
        new($"'{path}' has no value; write {{{{default {path} \"...\"}}}} or put it into {{{{#if {path}}}}}...{{{{/if}}}}.");

    /// <summary>The value as it stands in text.</summary>
    public static string ToText(Operand value) => value.Kind switch
    {
        OperandKind.Text => value.Text,
        OperandKind.Null or OperandKind.Missing => "",
        _ => ToJson(value),
    };

    public static string ToJson(Operand value) => value.Kind switch
    {
        OperandKind.Bool => value.Flag ? "true" : "false",
        OperandKind.Number => value.Text,
        OperandKind.Text => JsonSerializer.Serialize(value.Text, TemplateJson.Relaxed),
        OperandKind.Json => value.Json.GetRawText(),
        _ => "null",
    };
}

/// <summary>A path.</summary>
internal sealed record PathExpression(ValuePath Path) : TemplateExpression
{
    public override Operand Read(TemplateFrame frame) =>
        frame.TryResolve(Path, out var value) ? Operand.Of(value) : Operand.Missing(Path.Text);
}

/// <summary><c>@index</c> and its siblings.</summary>
internal sealed record SpecialExpression(string Name) : TemplateExpression
{
    public override Operand Read(TemplateFrame frame) => frame.Special(Name);
}

/// <summary>A literal.</summary>
internal sealed record LiteralExpression(Operand Value) : TemplateExpression
{
    public override Operand Read(TemplateFrame frame) => Value;
}

/// <summary><c>{{json value}}</c></summary>
internal sealed record JsonExpression(TemplateExpression Value) : TemplateExpression
{
    public override Operand Read(TemplateFrame frame) => Operand.Of(ToJson(Value.Require(frame)));
}

/// <summary><c>{{default value fallback}}</c>: the fallback where the value is missing or null.</summary>
internal sealed record DefaultExpression(TemplateExpression Value, TemplateExpression Fallback) : TemplateExpression
{
    public override Operand Read(TemplateFrame frame)
    {
        var value = Value.Read(frame);
        return value.IsNothing ? Fallback.Read(frame) : value;
    }
}

/// <summary><c>{{truncate value characters}}</c>: at most so many characters, the last one … where something was cut.</summary>
internal sealed record TruncateExpression(TemplateExpression Value, int Characters) : TemplateExpression
{
    public override Operand Read(TemplateFrame frame)
    {
        var text = ToText(Value.Require(frame));
        if (text.Length <= Characters)
        {
            return Operand.Of(text);
        }

        var end = Characters - 1;
        return Operand.Of(text[..(end > 0 && char.IsHighSurrogate(text[end - 1]) ? end - 1 : end)] + "…");
    }
}

/// <summary><c>{{#when "condition"}}</c></summary>
internal sealed record WhenExpression(Condition Condition) : TemplateExpression
{
    public override Operand Read(TemplateFrame frame)
    {
        try
        {
            return Operand.Of(Condition.Evaluate(frame.ElementScope()));
        }
        catch (ConditionException exception)
        {
            throw new TemplateException($"In {{{{#when \"{Condition.Text}\"}}}}: {exception.Message}");
        }
    }
}

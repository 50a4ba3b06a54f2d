using System.Globalization;
using System.Text.Json;

namespace HitlDashboard.Engine.Definitions.Conditions;

/// <summary>What an operand is.</summary>
internal enum OperandKind
{
    Missing,
    Null,
    Bool,
    Number,
    Text,
    Json,
}

/// <summary>A value while a condition is evaluated: a literal, what a path names, or that it names nothing.</summary>
internal readonly struct Operand
{
    private Operand(OperandKind kind, bool flag = false, decimal? exact = null, double number = 0, string text = "", JsonElement json = default)
    {
        Kind = kind;
        Flag = flag;
        Exact = exact;
        Number = number;
        Text = text;
        Json = json;
    }

    public OperandKind Kind { get; }

    public bool Flag { get; }

    /// <summary>The number where it fits a decimal.</summary>
    public decimal? Exact { get; }

    public double Number { get; }

    /// <summary>The text; of a number how it is written; of <see cref="OperandKind.Missing"/> the path that names nothing.</summary>
    public string Text { get; }

    /// <summary>A list or an object.</summary>
    public JsonElement Json { get; }

    public static Operand Null { get; } = new(OperandKind.Null);

    public bool IsNothing => Kind is OperandKind.Missing or OperandKind.Null;

    public static Operand Of(bool flag) => new(OperandKind.Bool, flag: flag);

    public static Operand Of(string text) => new(OperandKind.Text, text: text);

    public static Operand Of(decimal number) =>
        new(OperandKind.Number, exact: number, number: (double)number, text: number.ToString(CultureInfo.InvariantCulture));

    public static Operand Missing(string path) => new(OperandKind.Missing, text: path);

    public static Operand OfNumber(string text) =>
        new(OperandKind.Number, exact: ToDecimal(text), number: double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture), text: text);

    public static Operand Of(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Null or JsonValueKind.Undefined => Null,
        JsonValueKind.True => Of(true),
        JsonValueKind.False => Of(false),
        JsonValueKind.Number => OfNumber(element.GetRawText()),
        JsonValueKind.String => Of(element.GetString()!),
        _ => new Operand(OperandKind.Json, json: element),
    };

    /// <summary>False for nothing, false, 0, empty text and empty lists and objects.</summary>
    public bool IsTrue => Kind switch
    {
        OperandKind.Missing or OperandKind.Null => false,
        OperandKind.Bool => Flag,
        OperandKind.Number => Number != 0,
        OperandKind.Text => Text.Length > 0,
        _ => !IsEmpty,
    };

    /// <summary>Whether it is nothing, blank text or an empty list or object.</summary>
    public bool IsEmpty => Kind switch
    {
        OperandKind.Missing or OperandKind.Null => true,
        OperandKind.Text => string.IsNullOrWhiteSpace(Text),
        OperandKind.Json => Json.ValueKind == JsonValueKind.Array ? Json.GetArrayLength() == 0 : !Json.EnumerateObject().Any(),
        _ => false,
    };

    public string Describe() => Kind switch
    {
        OperandKind.Missing => "nothing",
        OperandKind.Null => "null",
        OperandKind.Bool => "true or false",
        OperandKind.Number => "a number",
        OperandKind.Text => "text",
        _ => Json.ValueKind == JsonValueKind.Array ? "a list" : "an object",
    };

    public static bool AreEqual(Operand left, Operand right) => (left.Kind, right.Kind) switch
    {
        _ when left.IsNothing || right.IsNothing => left.IsNothing && right.IsNothing,
        var (a, b) when a != b => false,
        (OperandKind.Bool, _) => left.Flag == right.Flag,
        (OperandKind.Number, _) => CompareNumbers(left, right) == 0,
        (OperandKind.Text, _) => string.Equals(left.Text, right.Text, StringComparison.Ordinal),
        _ => JsonElement.DeepEquals(left.Json, right.Json),
    };

    public static int CompareNumbers(Operand left, Operand right) =>
        left.Exact is { } a && right.Exact is { } b ? a.CompareTo(b) : left.Number.CompareTo(right.Number);

    private static decimal? ToDecimal(string text) =>
        decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;
}

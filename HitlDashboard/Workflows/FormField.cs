using System.Text.Json;

namespace HitlDashboard.Workflows;

/// <summary>One field of a start form, as a property of the input's schema asks for it.</summary>
public sealed record FormField
{
    /// <summary>The property's name.</summary>
    public required string Name { get; init; }

    /// <summary>What people read; the name where the schema gives no title.</summary>
    public required string Title { get; init; }

    /// <summary>One sentence, or null.</summary>
    public string? Description { get; init; }

    /// <summary>How it is entered.</summary>
    public required FieldKind Kind { get; init; }

    /// <summary>Whether the input must have it.</summary>
    public bool IsRequired { get; init; }

    /// <summary>What the schema fills in where it is left empty, or null.</summary>
    public JsonElement? Default { get; init; }

    /// <summary>What can be chosen; empty unless <see cref="Kind" /> is <see cref="FieldKind.Choice" />.</summary>
    public IReadOnlyList<JsonElement> Choices { get; init; } = [];
}

/// <summary>How a field is entered.</summary>
public enum FieldKind
{
    /// <summary>One line.</summary>
    Text,

    /// <summary>Several lines.</summary>
    LongText,

    /// <summary>A whole number.</summary>
    Integer,

    /// <summary>Any number.</summary>
    Number,

    /// <summary>Yes or no.</summary>
    Boolean,

    /// <summary>One of a few values.</summary>
    Choice,

    /// <summary>Texts, one per line.</summary>
    Lines,

    /// <summary>Anything else, as JSON.</summary>
    Json,
}

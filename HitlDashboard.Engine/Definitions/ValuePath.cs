using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;

namespace HitlDashboard.Engine.Definitions;

/// <summary>A path as <c>steps.draft.output.items[0].text</c>, taken apart once so that following it costs no text work.</summary>
internal sealed class ValuePath
{
    private const int MaxLength = 1000;

    private readonly PathPart[] _parts;

    private ValuePath(string text, PathPart[] parts)
    {
        Text = text;
        _parts = parts;
    }

    public string Text { get; }

    /// <summary>The first name; <c>context</c> is read as <c>input</c>.</summary>
    public string Root => _parts[0].Name;

    /// <summary>The second name, or null.</summary>
    public string? Second => _parts.Length > 1 ? _parts[1].Name : null;

    /// <summary>The third name, or null.</summary>
    public string? Third => _parts.Length > 2 ? _parts[2].Name : null;

    public static bool TryParse(string text, [NotNullWhen(true)] out ValuePath? path)
    {
        path = null;
        var reader = new PathReader(text);
        if (text.Length > MaxLength || !reader.ReadName(out var first))
        {
            return false;
        }

        var found = new List<PathPart> { new(first is "context" ? "input" : first, -1) };
        while (!reader.AtEnd)
        {
            if (!reader.ReadStep(out var part))
            {
                return false;
            }

            found.Add(part);
        }

        path = new ValuePath(text, [.. found]);
        return true;
    }

    public bool TryResolve(ValueScope scope, out JsonElement value)
    {
        if (!TryStart(scope, out value, out var next))
        {
            return false;
        }

        for (; next < _parts.Length; next++)
        {
            if (!TryStep(value, _parts[next], out value))
            {
                return false;
            }
        }

        return true;
    }

    private bool TryStart(ValueScope scope, out JsonElement value, out int next)
    {
        JsonElement? start;
        (start, next) = (Root, _parts.Length) switch
        {
            ("steps", 1) => (scope.AllSteps(), 1),
            ("steps", _) => (scope.Step(_parts[1].Name), 2),
            ("secrets", > 1) => (scope.SecretValue(_parts[1].Name), 2),
            ("secrets", _) => (null, 1),
            _ => (scope.Root(Root), 1),
        };
        value = start.GetValueOrDefault();
        return value.ValueKind != JsonValueKind.Undefined;
    }

    private static bool TryStep(JsonElement from, PathPart part, out JsonElement value)
    {
        switch (from.ValueKind)
        {
            case JsonValueKind.Object:
                return from.TryGetProperty(part.Name, out value);
            case JsonValueKind.Array when part.Index >= 0 && part.Index < from.GetArrayLength():
                value = from[part.Index];
                return true;
            default:
                value = default;
                return false;
        }
    }
}

/// <summary>One step of a path.</summary>
/// <param name="Name">A property's name.</param>
/// <param name="Index">The same as an element's number, or -1 where it is none.</param>
internal readonly record struct PathPart(string Name, int Index);

/// <summary>Cuts a path into parts.</summary>
internal ref struct PathReader(ReadOnlySpan<char> text)
{
    private ReadOnlySpan<char> _rest = text;

    public readonly bool AtEnd => _rest.IsEmpty;

    public static bool StartsName(char c) => char.IsLetter(c) || c is '_' or '$';

    public static bool IsNameCharacter(char c) => char.IsLetterOrDigit(c) || c is '_' or '-' or '$';

    /// <summary>Reads a name, which starts with a letter.</summary>
    public bool ReadName(out string name)
    {
        name = !_rest.IsEmpty && StartsName(_rest[0]) ? Take(Length()) : "";
        return name.Length > 0;
    }

    /// <summary>Reads <c>.name</c>, <c>.0</c>, <c>[0]</c> or <c>["any name"]</c>.</summary>
    public bool ReadStep(out PathPart part)
    {
        var opening = _rest[0];
        _rest = _rest[1..];
        var name = opening switch
        {
            '.' => Take(Length()),
            '[' => ReadBracket(),
            _ => "",
        };
        part = new PathPart(name, int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var index) ? index : -1);
        return name.Length > 0;
    }

    private string ReadBracket()
    {
        var end = _rest.IndexOf(']');
        if (end <= 0)
        {
            return "";
        }

        var inside = _rest[..end].Trim();
        _rest = _rest[(end + 1)..];
        var quoted = inside.Length > 2 && inside[0] is '"' or '\'' && inside[^1] == inside[0];
        return quoted ? inside[1..^1].ToString() : inside.IndexOfAnyExceptInRange('0', '9') < 0 ? inside.ToString() : "";
    }

    private readonly int Length()
    {
        var length = 0;
        while (length < _rest.Length && IsNameCharacter(_rest[length]))
        {
            length++;
        }

        return length;
    }

    private string Take(int length)
    {
        var taken = _rest[..length].ToString();
        _rest = _rest[length..];
        return taken;
    }
}

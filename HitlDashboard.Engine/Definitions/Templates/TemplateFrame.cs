using System.Text.Json;
using HitlDashboard.Engine.Definitions.Conditions;

namespace HitlDashboard.Engine.Definitions.Templates;

/// <summary>Where a render is: at the top, or at one element of an <c>each</c>.</summary>
/// <param name="Render">The render that it belongs to.</param>
/// <param name="Outer">The frame around it; null at the top.</param>
/// <param name="Value">The element; undefined at the top.</param>
/// <param name="Index">The element's number, from 0.</param>
/// <param name="Key">The property's name where an object is gone through.</param>
/// <param name="IsLast">Whether no element follows.</param>
internal sealed record TemplateFrame(TemplateRender Render, TemplateFrame? Outer, JsonElement Value, int Index, string? Key, bool IsLast)
{
    /// <summary>Inner elements first, the scope last.</summary>
    public bool TryResolve(ValuePath path, out JsonElement value)
    {
        var scope = Outer is null ? Render.Scope : ElementScope();
        return path.TryResolve(scope, out value);
    }

    /// <summary>The scope as conditions and paths see it from here.</summary>
    public ValueScope ElementScope() => Outer is null ? Render.Scope : new ValueScope
    {
        Root = Root,
        Step = Render.Scope.Step,
        Secret = Render.Scope.Secret,
        StepIds = Render.Scope.StepIds,
    };

    /// <summary><c>@index</c>, <c>@key</c>, <c>@first</c>, <c>@last</c>.</summary>
    public Operand Special(string name) => name switch
    {
        _ when Outer is null => Operand.Missing(name),
        "@index" => Operand.Of(Index),
        "@key" => Key is null ? Operand.Missing(name) : Operand.Of(Key),
        "@first" => Operand.Of(Index == 0),
        _ => Operand.Of(IsLast),
    };

    private JsonElement? Root(string name)
    {
        if (Outer is null)
        {
            return Render.Scope.Root(name);
        }

        return name == "this" ? Value
            : Value.ValueKind == JsonValueKind.Object && Value.TryGetProperty(name, out var found) ? found
            : Outer.Root(name);
    }
}

/// <summary>One render: what it reads and how much it may still do.</summary>
internal sealed class TemplateRender(TextTemplate template, ValueScope scope)
{
    private const int MaxElements = 100_000;

    private int _elements;

    public ValueScope Scope => scope;

    public TextTemplate Template => template;

    public TemplateFrame Top() => new(this, null, default, 0, null, IsLast: true);

    /// <summary>Counts elements that are gone through, so that nested lists end.</summary>
    public void Count(int more)
    {
        _elements += more;
        if (_elements > MaxElements)
        {
            throw new TemplateException($"The template goes through more than {MaxElements} _elements; make the lists shorter.");
        }
    }
}

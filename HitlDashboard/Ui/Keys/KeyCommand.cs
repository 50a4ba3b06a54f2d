using System.Text.Json.Serialization;

namespace HitlDashboard.Ui.Keys;

/// <summary>Something that keys do. The same records drive the key module, the help sheet and the hints on buttons.</summary>
/// <param name="Id">As <c>decide.approve</c>; the part before the dot says which page's handler gets it.</param>
/// <param name="Label">What it does, for people.</param>
/// <param name="Tier">How careful the key module is with it.</param>
/// <param name="Bindings">Its keys, the one that is shown first.</param>
public sealed record KeyCommand(string Id, string Label, KeyTier Tier, params IReadOnlyList<KeyBinding> Bindings)
{
    /// <summary>Whether holding the key repeats it. Never true for what decides.</summary>
    public bool Repeats { get; init; }

    /// <summary>Whether it also works while somebody types.</summary>
    public bool WorksInText { get; init; }

    /// <summary>The page that it opens, or null.</summary>
    [JsonPropertyName("href")]
    public string? Target { get; init; }
}

/// <summary>A key or a sequence, and where it works.</summary>
/// <param name="Keys">The name that <c>KeyboardEvent.key</c> gives, <c>Mod+</c> before it for Ctrl or Cmd; a blank separates the keys of a sequence.</param>
/// <param name="Scopes">Where it works.</param>
public sealed record KeyBinding(string Keys, params IReadOnlyList<KeyScope> Scopes);

/// <summary>Where the focus is: the nearest element with <c>data-key-scope</c>.</summary>
public enum KeyScope
{
    /// <summary>Everywhere.</summary>
    Global,

    /// <summary>A list.</summary>
    List,

    /// <summary>The review pane.</summary>
    Review,

    /// <summary>An open strip or editor.</summary>
    Form,
}

/// <summary>What a command can do wrong.</summary>
public enum KeyTier
{
    /// <summary>Nothing is changed by it.</summary>
    Safe,

    /// <summary>Opens something that must still be submitted.</summary>
    OpensForm,

    /// <summary>Decides, or takes a decision back: no key repeat, no waiting in line, only about what is painted.</summary>
    Commits,
}

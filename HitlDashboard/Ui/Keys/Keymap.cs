namespace HitlDashboard.Ui.Keys;

/// <summary>
/// Every key of the product. Decisions are under the left hand, movement under the right; the neighbours of <c>a</c> on
/// QWERTY, QWERTZ and AZERTY (q w s z y) do nothing, so that a slip decides nothing.
/// </summary>
internal static class Keymap
{
    private const KeyScope Global = KeyScope.Global, List = KeyScope.List, Review = KeyScope.Review, Form = KeyScope.Form;

    public static IReadOnlyList<KeyCommand> All { get; } =
    [
        new("nav.next", "Next item", KeyTier.Safe, new KeyBinding("j", List, Review), new KeyBinding("ArrowDown", List)) { Repeats = true },
        new("nav.previous", "Previous item", KeyTier.Safe, new KeyBinding("k", List, Review), new KeyBinding("ArrowUp", List)) { Repeats = true },
        new("nav.first", "First item", KeyTier.Safe, new KeyBinding("Home", List)),
        new("nav.last", "Last item", KeyTier.Safe, new KeyBinding("End", List)),
        new("nav.open", "Go to the review", KeyTier.Safe, new KeyBinding("Enter", List)),
        new("nav.back", "Close, or back to the list", KeyTier.Safe, new KeyBinding("Escape", List, Review, Form)) { WorksInText = true },
        new("decide.approve", "Approve", KeyTier.Commits, new KeyBinding("a", List, Review)),
        new("decide.reject", "Reject, with a reason", KeyTier.OpensForm, new KeyBinding("r", List, Review)),
        new("decide.amend", "Amend", KeyTier.OpensForm, new KeyBinding("e", List, Review)),
        new("decide.sendback", "Send back with feedback", KeyTier.OpensForm, new KeyBinding("b", List, Review)),
        new("decide.undo", "Undo my last decision", KeyTier.Commits, new KeyBinding("u", List, Review)),
        new("item.claim", "Claim, or release", KeyTier.Safe, new KeyBinding("i", List, Review)),
        new("item.comment", "Comment", KeyTier.OpensForm, new KeyBinding("c", List, Review)),
        new("item.defer", "Defer until later", KeyTier.OpensForm, new KeyBinding("h", List, Review)),
        new("item.delegate", "Hand to somebody else", KeyTier.OpensForm, new KeyBinding("m", List, Review)),
        new("item.escalate", "Escalate", KeyTier.OpensForm, new KeyBinding("Shift+e", List, Review)),
        new("form.chip", "Choose a reason or a delay", KeyTier.Safe, new KeyBinding("1–9", Form)),
        new("form.submit", "Submit the open form", KeyTier.Commits, new KeyBinding("Mod+Enter", Form)) { WorksInText = true },
        new("view.scroll", "Scroll the review", KeyTier.Safe, new KeyBinding(" ", List, Review)) { Repeats = true },
        new("view.scrollback", "Scroll the review back", KeyTier.Safe, new KeyBinding("Shift+ ", List, Review)) { Repeats = true },
        new("view.toggle", "Other representation, or what changed", KeyTier.Safe, new KeyBinding("t", List, Review)),
        new("list.merge", "Bring in what is new", KeyTier.Safe, new KeyBinding(".", List, Review)),
        new("filter.focus", "Filter", KeyTier.Safe, new KeyBinding("/", Global)),
        new("go.inbox", "Go to the inbox", KeyTier.Safe, new KeyBinding("g i", Global)) { Target = "/inbox" },
        new("go.runs", "Go to the runs", KeyTier.Safe, new KeyBinding("g p", Global)) { Target = "/runs" },
        new("go.wall", "Go to the wall", KeyTier.Safe, new KeyBinding("g w", Global)) { Target = "/wall" },
        new("go.workflows", "Go to the workflows", KeyTier.Safe, new KeyBinding("g f", Global)) { Target = "/workflows" },
        new("help.open", "Show all keys", KeyTier.Safe, new KeyBinding("?", Global)),
    ];

    private static readonly Dictionary<string, KeyCommand> ById = All.ToDictionary(command => command.Id, StringComparer.Ordinal);

    /// <exception cref="ArgumentException">There is no such command.</exception>
    public static KeyCommand Of(string id) =>
        ById.TryGetValue(id, out var command) ? command : throw new ArgumentException($"There is no command '{id}'.", nameof(id));

    /// <summary>The key as it stands on a button: <c>a</c>, <c>Ctrl Enter</c>, <c>g i</c>.</summary>
    public static string Hint(string id) => Hint(Of(id).Bindings[0]);

    public static string Hint(KeyBinding binding) => binding.Keys switch
    {
        " " => "Space",
        "Shift+ " => "Shift Space",
        "Shift+e" => "Shift E",
        "Escape" => "Esc",
        "ArrowDown" => "↓",
        "ArrowUp" => "↑",
        var keys => keys.Replace("Mod+", "Ctrl ", StringComparison.Ordinal),
    };

    /// <summary>The value of <c>aria-keyshortcuts</c>, or null where the command has a sequence.</summary>
    public static string? Aria(string id) => Of(id).Bindings[0].Keys.Replace("Mod+", "Control+", StringComparison.Ordinal) is var keys && keys.Contains(' ', StringComparison.Ordinal)
        ? null
        : keys;
}

using HitlDashboard.Ui.Keys;
using Xunit;

namespace HitlDashboard.Tests.Dashboard.Ui;

public sealed class KeymapTests
{
    private static readonly string[] Slips = ["q", "w", "s", "z", "y"];
    private static readonly string[] NeverDecide = ["Enter", " ", "Shift+ ", "Backspace", "Delete"];
    private static readonly string[] BrowserKeys = ["Mod+r", "Mod+c", "Mod+f", "Mod+l", "Mod+w", "Mod+t"];

    private static IEnumerable<(KeyCommand Command, KeyBinding Binding)> Bindings =>
        Keymap.All.SelectMany(command => command.Bindings.Select(binding => (command, binding)));

    [Fact]
    public void All_NeighboursOfApprove_AreUnbound() =>
        Assert.DoesNotContain(Bindings, pair => Slips.Contains(pair.Binding.Keys) || Slips.Contains(pair.Binding.Keys.Split(' ')[0]));

    [Fact]
    public void All_KeysThatPressButtons_DecideNothing() =>
        Assert.DoesNotContain(Bindings, pair => pair.Command.Tier != KeyTier.Safe && NeverDecide.Contains(pair.Binding.Keys));

    [Fact]
    public void All_KeysOfTheBrowser_StayWithTheBrowser() =>
        Assert.DoesNotContain(Bindings, pair => BrowserKeys.Contains(pair.Binding.Keys) || (pair.Binding.Keys.StartsWith('F') && pair.Binding.Keys.Length is 2 or 3 && char.IsDigit(pair.Binding.Keys[1])));

    [Fact]
    public void All_SameKeyInOverlappingScopes_IsBoundOnce()
    {
        var collisions = from one in Bindings
                         from other in Bindings
                         where one.Command != other.Command && one.Binding.Keys == other.Binding.Keys && Overlap(one.Binding, other.Binding)
                         select $"{one.Binding.Keys}: {one.Command.Id}, {other.Command.Id}";

        Assert.Empty(collisions);
    }

    [Fact]
    public void All_SecondKeysOfSequences_DecideNothingByThemselves()
    {
        var second = Bindings.Where(pair => IsSequence(pair.Binding)).Select(pair => pair.Binding.Keys.Split(' ')[1]).ToList();

        Assert.Equal(["i", "p", "w", "f"], second);
        Assert.DoesNotContain(Bindings, pair => pair.Command.Tier != KeyTier.Safe && second.Contains(pair.Binding.Keys));
    }

    [Fact]
    public void All_FirstKeyOfSequences_IsNoCommandItself() =>
        Assert.DoesNotContain(Bindings, pair => pair.Binding.Keys == "g");

    [Fact]
    public void All_Deciding_NeitherRepeatsNorWorksWhileTyping() =>
        Assert.DoesNotContain(Keymap.All, command => command.Tier != KeyTier.Safe && (command.Repeats || (command.WorksInText && command.Id != "form.submit")));

    [Fact]
    public void All_Ids_AreUnique() => Assert.Equal(Keymap.All.Count, Keymap.All.Select(command => command.Id).Distinct().Count());

    [Theory]
    [InlineData("decide.approve", "a", "a")]
    [InlineData("form.submit", "Ctrl Enter", "Control+Enter")]
    [InlineData("go.inbox", "g i", null)]
    public void Hint_AndAria_NameTheKey(string id, string hint, string? aria)
    {
        Assert.Equal(hint, Keymap.Hint(id));
        Assert.Equal(aria, Keymap.Aria(id));
    }

    private static bool IsSequence(KeyBinding binding) => binding.Keys.Length == 3 && binding.Keys[1] == ' ';

    private static bool Overlap(KeyBinding one, KeyBinding other) =>
        one.Scopes.Contains(KeyScope.Global) || other.Scopes.Contains(KeyScope.Global) || one.Scopes.Intersect(other.Scopes).Any();
}

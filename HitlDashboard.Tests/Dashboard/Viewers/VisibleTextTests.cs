using HitlDashboard.Viewers;
using Xunit;

namespace HitlDashboard.Tests.Dashboard.Viewers;

public sealed class VisibleTextTests
{
    [Theory]
    [InlineData("pay \u202etxt.exe", "pay ⟦U+202E⟧txt.exe")]
    [InlineData("a\u200bb", "a⟦U+200B⟧b")]
    [InlineData("\u2066x\u2069", "⟦U+2066⟧x⟦U+2069⟧")]
    [InlineData("bell\u0007", "bell⟦U+0007⟧")]
    [InlineData("\ufeffstart", "⟦U+FEFF⟧start")]
    [InlineData("tag\U000E0041", "tag⟦U+E0041⟧")]
    public void Of_HiddenCharacters_AreNamed(string text, string expected) => Assert.Equal(expected, VisibleText.Of(text));

    [Theory]
    [InlineData("plain text\n\twith lines")]
    [InlineData("Grüße, 日本語, العربية")]
    [InlineData("family 👨‍👩‍👧 heart ❤️")]
    public void Of_OrdinaryText_IsTheSameText(string text) => Assert.Same(text, VisibleText.Of(text));

    [Fact]
    public void Of_JoinerBetweenLetters_IsNamed() => Assert.Equal("pass⟦U+200D⟧word", VisibleText.Of("pass\u200dword"));

    [Fact]
    public void Of_LoneSurrogate_DoesNotThrow() => Assert.Equal("a\ud800b", VisibleText.Of("a\ud800b"));
}

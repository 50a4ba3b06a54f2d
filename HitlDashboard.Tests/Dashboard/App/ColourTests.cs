using System.Globalization;
using System.Text.RegularExpressions;
using HitlDashboard.App;
using Xunit;

namespace HitlDashboard.Tests.Dashboard.App;

/// <summary>The tokens of wwwroot/app.css hold the contrast that WCAG asks for, in both themes.</summary>
public sealed partial class ColourTests
{
    private const double TextContrast = 4.5;
    private const double ShapeContrast = 3;

    private static readonly Dictionary<string, (string Light, string Dark)> Tokens = Token()
        .Matches(File.ReadAllText(Path.Combine(HomeFolder.Find(), "HitlDashboard", "wwwroot", "app.css")))
        .ToDictionary(match => match.Groups["name"].Value, match => (match.Groups["light"].Value, match.Groups["dark"].Value));

    [Theory]
    [InlineData("text", "page")]
    [InlineData("text", "surface")]
    [InlineData("text", "surface-raised")]
    [InlineData("text-muted", "page")]
    [InlineData("text-muted", "surface")]
    [InlineData("text-muted", "neutral-soft")]
    [InlineData("text-muted", "waiting-soft")]
    [InlineData("accent", "page")]
    [InlineData("accent", "surface")]
    [InlineData("accent", "accent-soft")]
    [InlineData("on-accent", "accent")]
    [InlineData("neutral", "neutral-soft")]
    [InlineData("active", "active-soft")]
    [InlineData("waiting", "waiting-soft")]
    [InlineData("good", "good-soft")]
    [InlineData("warning", "warning-soft")]
    [InlineData("bad", "bad-soft")]
    [InlineData("bad", "surface")]
    [InlineData("text", "bad-soft")]
    [InlineData("text", "warning-soft")]
    public void Text_OnItsGround_IsReadable(string text, string ground)
    {
        Assert.True(Contrast(Tokens[text].Light, Tokens[ground].Light) >= TextContrast, $"light: {Contrast(Tokens[text].Light, Tokens[ground].Light):0.00}");
        Assert.True(Contrast(Tokens[text].Dark, Tokens[ground].Dark) >= TextContrast, $"dark: {Contrast(Tokens[text].Dark, Tokens[ground].Dark):0.00}");
    }

    [Theory]
    [InlineData("focus", "page")]
    [InlineData("focus", "surface")]
    [InlineData("active", "neutral-soft")]
    public void Shape_OnItsGround_IsSeen(string shape, string ground)
    {
        Assert.True(Contrast(Tokens[shape].Light, Tokens[ground].Light) >= ShapeContrast);
        Assert.True(Contrast(Tokens[shape].Dark, Tokens[ground].Dark) >= ShapeContrast);
    }

    private static double Contrast(string one, string other)
    {
        var (lighter, darker) = (Math.Max(Luminance(one), Luminance(other)), Math.Min(Luminance(one), Luminance(other)));
        return (lighter + 0.05) / (darker + 0.05);
    }

    private static double Luminance(string colour)
    {
        var channels = Enumerable.Range(0, 3)
            .Select(index => int.Parse(colour.AsSpan(1 + (index * 2), 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture) / 255.0)
            .Select(value => value <= 0.04045 ? value / 12.92 : Math.Pow((value + 0.055) / 1.055, 2.4))
            .ToArray();
        return (0.2126 * channels[0]) + (0.7152 * channels[1]) + (0.0722 * channels[2]);
    }

    [GeneratedRegex("--(?<name>[a-z-]+): light-dark\\((?<light>#[0-9a-f]{6}), (?<dark>#[0-9a-f]{6})\\)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Token();
}

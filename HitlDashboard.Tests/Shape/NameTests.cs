using System.Text.RegularExpressions;
using Xunit;

namespace HitlDashboard.Tests.Shape;

/// <summary>A name that says nothing means that a class does two things.</summary>
public sealed partial class NameTests
{
    [Fact]
    public void Code_EveryTypeFileAndFolder_HasAName() =>
        Findings.None(SourceTree.Code.SelectMany(EmptyNames));

    [Fact]
    public void Code_EveryNamespace_IsItsFolder() =>
        Findings.None(SourceTree.Code.Where(file => file.Path.EndsWith(".cs", StringComparison.Ordinal)).SelectMany(Misplaced));

    [Theory]
    [InlineData("HitlDashboard/Ui/X.cs", "internal sealed class ReviewManager")]
    [InlineData("HitlDashboard/Ui/X.cs", "public static class TextUtils { }")]
    [InlineData("HitlDashboard/Ui/X.cs", "record struct RowImpl(int A);")]
    [InlineData("HitlDashboard/Ui/PageBase.razor", "")]
    [InlineData("HitlDashboard/Common/X.cs", "")]
    public void EmptyNames_PlantedName_IsFound(string path, string text) =>
        Assert.NotEmpty(EmptyNames(new SourceFile(path, text)));

    [Theory]
    [InlineData("HitlDashboard/Ui/X.cs", "class EngineServices { var x = new BaseAddress(); }")]
    [InlineData("HitlDashboard/Ui/X.cs", "class Pages : ComponentBase")]
    public void EmptyNames_GoodName_IsSilent(string path, string text) =>
        Assert.Empty(EmptyNames(new SourceFile(path, text)));

    [Fact]
    public void Misplaced_PlantedNamespace_IsFound() =>
        Assert.NotEmpty(Misplaced(new SourceFile("HitlDashboard/Ui/X.cs", "namespace HitlDashboard.App;\n")));

    private static IEnumerable<string> EmptyNames(SourceFile file) =>
        file.Path.Split('/').Select(part => part.Split('.')[0])
            .Concat(Declared().Matches(CSharpText.Blank(file.Text)).Select(match => match.Groups["name"].Value))
            .Where(name => EmptyName().IsMatch(name)).Distinct()
            .Select(name => $"{file.Path}: '{name}' is not a name of the field");

    private static IEnumerable<string> Misplaced(SourceFile file)
    {
        var expected = Path.GetDirectoryName(file.Path)!.Replace('/', '.');
        return Namespace().Matches(file.Text).Select(match => match.Groups["name"].Value)
            .Where(name => name != expected)
            .Select(name => $"{file.Path} is in the namespace {name}, expected {expected}");
    }

    [GeneratedRegex(@"\b(class|struct|interface|record|enum)\s+(?<name>[A-Z]\w*)", RegexOptions.ExplicitCapture, 60_000)]
    private static partial Regex Declared();

    [GeneratedRegex(@"(Manager|Helpers?|Utils?|Utility|Common|Base|Impl|Service|Processor)$", RegexOptions.ExplicitCapture, 60_000)]
    private static partial Regex EmptyName();

    [GeneratedRegex(@"^namespace (?<name>[\w.]+);", RegexOptions.ExplicitCapture | RegexOptions.Multiline, 60_000)]
    private static partial Regex Namespace();
}

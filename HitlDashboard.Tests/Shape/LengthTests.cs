using Xunit;
using Xunit.Abstractions;

namespace HitlDashboard.Tests.Shape;

public sealed class LengthTests(ITestOutputHelper output)
{
    private const int LongestFile = 250;
    private const int LongestMethod = 40;
    private const int FileAim = 120;
    private const int MethodAim = 25;

    [Fact]
    public void Code_EveryFile_IsShort()
    {
        var files = SourceTree.Code.ToList();

        output.WriteLine($"{files.Count} files, {files.Sum(file => file.LineCount)} lines; {files.Count(file => file.LineCount > FileAim)} above the aim of {FileAim}:");
        files.Where(file => file.LineCount > FileAim).OrderByDescending(file => file.LineCount).ToList()
            .ForEach(file => output.WriteLine($"{file.LineCount,5}  {file.Path}"));

        Findings.None(files.SelectMany(TooLong));
    }

    [Fact]
    public void Code_EveryMethod_IsShort()
    {
        var members = SourceTree.Code.Where(file => file.IsCSharp).SelectMany(file => Members.Of(file).Select(member => (file.Path, member))).ToList();

        output.WriteLine($"{members.Count} members with a body, {members.Count(pair => pair.member.LineCount > MethodAim)} above the aim of {MethodAim} lines.");

        Assert.True(members.Count > 300, $"Only {members.Count} members were found: the scanner is blind.");
        Findings.None(members.Where(pair => pair.member.LineCount > LongestMethod)
            .Select(pair => $"{pair.Path}({pair.member.Line}): {pair.member.LineCount} lines: {pair.member.Name}"));
    }

    [Fact]
    public void TooLong_PlantedFile_IsFound()
    {
        Assert.Empty(TooLong(new SourceFile("HitlDashboard/Ui/X.cs", new string('\n', LongestFile))));
        Assert.NotEmpty(TooLong(new SourceFile("HitlDashboard/Ui/X.cs", new string('\n', LongestFile + 1))));
    }

    [Theory]
    [InlineData("class A\n{\n  [Fact]\n  void M(\n    int a)\n  {\n    if (a == 1) { B(); }\n    else { C($\"{a}}}\"); }\n  }\n\n  int P { get; init; } = 3;\n}", "void M(", 6)]
    [InlineData("record A(int B)\n{\n  public int C =>\n    B\n    + 1;\n}", "public int C =>", 3)]
    [InlineData("class A\n{\n  class Inner\n  {\n    void M()\n    {\n      var x = \"}\"; // }\n      var y = new { x };\n    }\n  }\n}", "void M()", 5)]
    [InlineData("class A\n{\n  int M(bool b) => b\n    ? 1\n    : new B\n    {\n      C = 2,\n    }.C;\n}", "int M(bool b) => b", 6)]
    public void Of_PlantedMember_IsMeasured(string text, string name, int lines) =>
        Assert.Contains(Members.Of(new SourceFile("X.cs", text)), member => member.Name == name && member.LineCount == lines);

    [Fact]
    public void Of_Page_MeasuresItsCode()
    {
        var members = Members.Of(new SourceFile("X.razor", "<p>{ }</p>\n@code {\n  void M()\n  {\n  }\n}\n"));

        Assert.Equal([new Member("void M()", 3, 3)], members);
    }

    [Fact]
    public void Of_TableOfValues_IsNotMeasured() =>
        Assert.DoesNotContain(Members.Of(new SourceFile("X.cs", "class A\n{\n  public static B C { get; } =\n  [\n    new(1),\n  ];\n}")), member => member.LineCount > 1);

    private static IEnumerable<string> TooLong(SourceFile file) =>
        file.LineCount > LongestFile ? [$"{file.Path} has {file.LineCount} lines, more than {LongestFile}: split it by idea"] : [];
}

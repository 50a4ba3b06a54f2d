using HitlDashboard.Engine.Definitions;
using HitlDashboard.Tests.Shape;
using Xunit;

namespace HitlDashboard.Tests.Scenarios;

/// <summary>The files in <c>workflows/</c> are what people copy: each is valid, and called what its file is called.</summary>
public sealed class SampleFilesTests
{
    private static readonly IReadOnlyList<string> Files = [.. SourceTree.All.Where(file => file.Path.StartsWith("workflows/", StringComparison.Ordinal)).Select(file => file.Path)];

    public static TheoryData<string> Samples => [.. Files];

    [Theory]
    [MemberData(nameof(Samples))]
    public void Read_Sample_IsValid(string path)
    {
        var read = WorkflowYaml.Read(File.ReadAllText(Path.Combine(SourceTree.Root, path)), path);

        Assert.Empty(read.Errors.Select(error => error.ToString()));
        Assert.Equal(Path.GetFileNameWithoutExtension(path), read.Definition!.Name);
    }

    [Fact]
    public void Samples_All_AreThere() =>
        Assert.Superset(new HashSet<string> { "workflows/release-notes.yaml", "workflows/dependency-audit.yaml", "workflows/page-watch.yaml", "workflows/reply-draft.yaml" }, Files.ToHashSet());
}

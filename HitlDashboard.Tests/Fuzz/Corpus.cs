using HitlDashboard.Tests.Faults;
using HitlDashboard.Tests.Shape;
using HitlDashboard.Tests.Support;

namespace HitlDashboard.Tests.Fuzz;

/// <summary>The committed hostile inputs, one folder for each reader, one file for each class of attack. What a search finds is added here.</summary>
internal static class Corpus
{
    /// <summary>Where a search begins.</summary>
    public static readonly int Seed = Chance.Seed;

    private static readonly string Folder = Path.Combine(SourceTree.Root, "HitlDashboard.Tests", "Fuzz", "corpus");

    /// <summary>How many damaged texts each search tries.</summary>
    public static int Mutations(int usual) => KillTests.Number("HITL_FUZZ") ?? usual;

    public static IReadOnlyList<string> Names(string kind) =>
        [.. Directory.GetFiles(Path.Combine(Folder, kind)).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    public static byte[] Read(string kind, string name) => File.ReadAllBytes(Path.Combine(Folder, kind, name));

    public static IReadOnlyList<byte[]> All(string kind) => [.. Names(kind).Select(name => Read(kind, name))];

    /// <summary>Every file of these folders.</summary>
    public static TheoryData<string, string> Files(IEnumerable<string> kinds)
    {
        var data = new TheoryData<string, string>();
        foreach (var kind in kinds)
        {
            foreach (var name in Names(kind))
            {
                data.Add(kind, name);
            }
        }

        return data;
    }
}

using System.IO.Compression;
using System.Text;
using HitlDashboard.Engine;
using HitlDashboard.Engine.Activities;
using HitlDashboard.Engine.Artifacts;
using HitlDashboard.Engine.Backups;
using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.Tests.Support;
using Xunit.Abstractions;

namespace HitlDashboard.Tests.Fuzz;

/// <summary>Names of files from definitions, automations and backups never lead out of the folder that they are for.</summary>
public sealed class PathTests(ITestOutputHelper output) : IDisposable
{
    private readonly TempFolder _folder = new();

    public static TheoryData<string> Lists =>
    [
        "", "null", "[]", "{", "{}", """{"format":1}""", """{"format":1,"files":null}""", """{"format":1,"files":[null]}""", """{"format":1,"files":[{}]}""", """{"format":1,"files":[{"name":null,"size":1,"sha256":null}]}""",
        """{"format":99,"files":[]}""", """{"format":1,"files":[{"name":"","size":-1,"sha256":"x"}]}""", """{"format":1,"files":{"name":"x"}}""", """{"format":1,"files":[{"name":"\ud800","size":0,"sha256":"x"}]}""", new string('[', 100_000),
    ];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Resolve_AnyName_StaysInTheFolder()
    {
        var (inside, outside) = (Directory.CreateDirectory(_folder.File("inside")).FullName, Directory.CreateDirectory(_folder.File("outside")).FullName);
        Directory.CreateSymbolicLink(Path.Combine(inside, "link"), outside);
        foreach (var name in Names(2000))
        {
            var path = PublishedFile.Resolve(inside, name);
            Assert.True(path is null || (Path.GetFullPath(path).StartsWith(inside + Path.DirectorySeparatorChar, StringComparison.Ordinal) && !path.StartsWith(Path.Combine(inside, "link/"), StringComparison.Ordinal)), $"'{name}' is {path}");
        }
    }

    [Fact]
    public async Task Store_AnyName_IsAFileNameThatEverySystemTakes()
    {
        var store = new ArtifactStore(_folder.File("artifacts"), TimeProvider.System);
        foreach (var name in Names(200).Append(new string('a', 119) + "\U0001F600"))
        {
            var stored = (await store.StoreAsync(name, "text/plain", "x"u8.ToArray())).Name;
            Assert.True(
                stored.Length is > 0 and <= 120 && stored is not ("." or "..") && !stored.Any(c => c is '/' or '\\' or ':' || char.IsControl(c)) && Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(stored)) == stored,
                $"'{name}' is stored as '{stored}'");
        }
    }

    [Fact]
    public async Task Restore_AnyName_IsRefusedAndWritesNothing()
    {
        foreach (var (number, name) in Names(100).Index())
        {
            await IsRefusedAsync($"{number}", EngineJson.Write(new BackupManifest(1, FixedClock.Noon, 0, [new BackupFile(name, 1, new string('a', 64))])), name);
        }
    }

    [Theory]
    [MemberData(nameof(Lists))]
    public Task Restore_AnyList_IsRefusedAndWritesNothing(string list) => IsRefusedAsync("list", list, "x");

    private async Task IsRefusedAsync(string number, string list, string entry)
    {
        var file = _folder.File(number + ".zip");
        using (var archive = ZipFile.Open(file, ZipArchiveMode.Create))
        {
            await WriteAsync(archive, BackupManifest.Name, list);
            await WriteAsync(archive, entry.Length is > 0 and < 60_000 ? entry : "x", "y");
        }

        var data = _folder.File($"deep/er/{number}");

        await Assert.ThrowsAsync<EngineRefusedException>(() => DataRestore.ReadAsync(file, data, []));

        Assert.Empty(Directory.GetFileSystemEntries(data));
        Assert.Equal(["deep"], Directory.GetFileSystemEntries(_folder.Path).Select(path => Path.GetFileName(path)).Where(name => !name.EndsWith(".zip", StringComparison.Ordinal)));
        Assert.Equal(["er"], Directory.GetFileSystemEntries(_folder.File("deep")).Select(path => Path.GetFileName(path)));
    }

    private static async Task WriteAsync(ZipArchive archive, string name, string text)
    {
        await using var stream = archive.CreateEntry(name).Open();
        await stream.WriteAsync(Encoding.UTF8.GetBytes(text));
    }

    private IEnumerable<string> Names(int damaged)
    {
        output.WriteLine($"Repeat with: HITL_SEED={Corpus.Seed}");
        var chance = new Random(Corpus.Seed);
        var corpus = Encoding.UTF8.GetString(Corpus.Read("path", "names.in")).Split('\n').Select(name => Encoding.UTF8.GetBytes(name)).ToList();
        return corpus.Concat(Enumerable.Range(0, damaged).Select(_ => Mutation.Of(corpus[chance.Next(corpus.Count)], corpus, chance))).Select(Encoding.UTF8.GetString);
    }
}

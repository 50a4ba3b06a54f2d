using HitlDashboard.Engine;
using HitlDashboard.Engine.Definitions;
using HitlDashboard.Engine.Ledger;
using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.Engine.Persistence;
using HitlDashboard.Tests.Support;
using Microsoft.Data.Sqlite;
using Xunit;

namespace HitlDashboard.Tests.Engine.Ledger;

public sealed class RunImagesTests
{
    private const int Megabyte = 1 << 20;

    private static readonly WorkflowDefinition Definition =
        WorkflowYaml.Read("name: a\nsteps: [ { id: s, uses: set, with: { x: 1 } } ]", "a.yaml").Definition!;

    [Fact]
    public async Task Trim_MoreThanTheBudget_DropsWhatWasNotUsedForLongest()
    {
        await using var file = await EmptyFile.MakeAsync();
        var images = new RunImages(file.Statements, null!, new EngineOptions { Directory = "" });
        var input = EngineJson.From(new string('x', Megabyte));
        var runs = Enumerable.Range(1, 40).Select(number => Image(number, input)).ToList();
        foreach (var run in runs)
        {
            images.Keep(run);
            images.Find(file.Transaction, runs[0].Id);
            images.Trim([run]);
        }

        Assert.InRange(images.Count, 2, 12);
        Assert.Same(runs[0], images.Find(file.Transaction, runs[0].Id));
        Assert.Same(runs[^1], images.Find(file.Transaction, runs[^1].Id));
        Assert.Null(images.Find(file.Transaction, runs[1].Id));
    }

    [Fact]
    public async Task Trim_RunsThatEnd_GiveTheirRoomBack()
    {
        await using var file = await EmptyFile.MakeAsync();
        var images = new RunImages(file.Statements, null!, new EngineOptions { Directory = "" });
        var small = Image(0, EngineJson.Empty);
        images.Keep(small);
        for (var number = 1; number <= 100; number++)
        {
            var run = Image(number, EngineJson.From(new string('x', Megabyte)));
            images.Keep(run);
            images.Trim([run]);
            run.State = RunState.Completed;
            images.Trim([run]);
        }

        Assert.Equal(1, images.Count);
        Assert.Same(small, images.Find(file.Transaction, small.Id));
    }

    private static RunImage Image(int number, System.Text.Json.JsonElement input) => new()
    {
        Id = RunId.New(TimeProvider.System),
        Number = number,
        Definition = Definition,
        Title = "a",
        Priority = 0,
        Input = input,
        StartedBy = "ana",
        Folder = "",
    };

    private sealed class EmptyFile : IAsyncDisposable
    {
        private readonly TempFolder _folder = new();
        private SqliteConnection _connection = null!;

        public Statements Statements { get; private set; } = null!;

        public SqliteTransaction Transaction { get; private set; } = null!;

        public static async Task<EmptyFile> MakeAsync()
        {
            var made = new EmptyFile();
            await DatabaseSchema.PrepareAsync(made._folder.File("a.db"), CancellationToken.None);
            made._connection = WriterConnection.Open(made._folder.File("a.db"));
            made.Statements = new Statements(made._connection);
            made.Transaction = made._connection.BeginTransaction();
            return made;
        }

        public ValueTask DisposeAsync()
        {
            Transaction.Dispose();
            Statements.Dispose();
            _connection.Dispose();
            _folder.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}

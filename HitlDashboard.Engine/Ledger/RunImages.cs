using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.Engine.Persistence;
using Microsoft.Data.Sqlite;

namespace HitlDashboard.Engine.Ledger;

/// <summary>Pictures of the runs that the writer works on, read from the tables when they are first needed.</summary>
internal sealed class RunImages(Statements statements, DefinitionCatalog catalog, EngineOptions options)
{
    /// <summary>Runs that only wait are dropped beyond this many, so that waiting costs no memory.</summary>
    private const int Capacity = 20_000;

    private readonly Dictionary<RunId, RunImage> _images = [];
    private readonly Dictionary<TaskId, RunId> _runOfTask = [];

    public RunImage? Find(SqliteTransaction transaction, RunId id) =>
        _images.TryGetValue(id, out var image) ? image : Load(transaction, id);

    public RunImage? FindByTask(SqliteTransaction transaction, TaskId id)
    {
        if (!_runOfTask.TryGetValue(id, out var run))
        {
            var found = statements.RunOfTask.Read(transaction, Row.RunId, ValueConversions.Bytes(id.Value));
            if (found.Count == 0)
            {
                return null;
            }

            run = found[0];
        }

        return Find(transaction, run);
    }

    public void Keep(RunImage image) => _images[image.Id] = image;

    public void Keep(RunImage image, TaskImage task) => _runOfTask[task.Id] = image.Id;

    public void Drop(RunId id)
    {
        if (_images.Remove(id, out var image))
        {
            foreach (var task in image.Tasks)
            {
                _runOfTask.Remove(task.Id);
            }
        }
    }

    /// <summary>After a commit: final runs go, and the oldest where there are too many.</summary>
    public void Trim(IEnumerable<RunImage> touched)
    {
        foreach (var image in touched.Where(image => RunTransitions.IsFinal(image.State)))
        {
            Drop(image.Id);
        }

        while (_images.Count > Capacity)
        {
            Drop(_images.Keys.First());
        }
    }

    /// <summary>The folder of a workflow's published files.</summary>
    public string FolderOf(string workflow) => Path.Combine(options.PublishedDirectory, workflow);

    private RunImage? Load(SqliteTransaction transaction, RunId id)
    {
        var key = ValueConversions.Bytes(id.Value);
        var image = statements.ReadRun.Read(transaction, reader => Row.Run(reader, catalog, this), key).FirstOrDefault();
        if (image is null)
        {
            return null;
        }

        var tasks = statements.ReadTasks.Read(transaction, Row.Task, key);
        foreach (var (task, elements) in tasks.Where(pair => pair.Elements is not null))
        {
            image.Unfold(task.StepId, [.. EngineJson.Parse(elements!).EnumerateArray()]);
        }

        foreach (var task in tasks.Select(pair => pair.Task).OrderBy(task => task.Index))
        {
            image.Add(task);
            Keep(image, task);
        }

        Keep(image);
        return image;
    }
}

using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.Engine.Persistence;
using Microsoft.Data.Sqlite;

namespace HitlDashboard.Engine.Ledger;

/// <summary>Pictures of the runs that the writer works on, read from the tables when they are first needed. Those that were not needed for longest are dropped, so that waiting costs no memory.</summary>
internal sealed class RunImages(Statements statements, DefinitionCatalog catalog, EngineOptions options)
{
    /// <summary>What all pictures together may hold, in bytes.</summary>
    private const long Budget = 32 << 20;

    private readonly Dictionary<RunId, LinkedListNode<RunImage>> _images = [];
    private readonly LinkedList<RunImage> _byUse = [];
    private readonly Dictionary<TaskId, RunId> _runOfTask = [];
    private long _weight;

    /// <summary>Pictures held now.</summary>
    public int Count => _images.Count;

    public RunImage? Find(SqliteTransaction transaction, RunId id)
    {
        if (!_images.TryGetValue(id, out var node))
        {
            return Load(transaction, id);
        }

        _byUse.Remove(node);
        _byUse.AddLast(node);
        return node.Value;
    }

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

    public void Keep(RunImage image) => _images[image.Id] = _byUse.AddLast(image);

    public void Keep(RunImage image, TaskImage task) => _runOfTask[task.Id] = image.Id;

    public void Drop(RunId id)
    {
        if (!_images.Remove(id, out var node))
        {
            return;
        }

        _byUse.Remove(node);
        _weight -= node.Value.Counted;
        foreach (var task in node.Value.Tasks)
        {
            _runOfTask.Remove(task.Id);
        }
    }

    /// <summary>After a commit: final runs go, and those that were not needed for longest where all are too large.</summary>
    public void Trim(IEnumerable<RunImage> touched)
    {
        foreach (var image in touched)
        {
            _weight += image.Count();
            if (RunTransitions.IsFinal(image.State))
            {
                Drop(image.Id);
            }
        }

        while (_weight > Budget && _images.Count > 1)
        {
            Drop(_byUse.First!.Value.Id);
        }
    }

    /// <summary>Nothing happens: nothing is held.</summary>
    public void Clear()
    {
        _images.Clear();
        _byUse.Clear();
        _runOfTask.Clear();
        _weight = 0;
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

        var rest = tasks.Select(pair => pair.Task).OrderBy(task => task.Index).ToList();
        while (rest.Count > 0)
        {
            // Tasks of steps that were planned at run time are known once the plan has been read.
            var known = rest.Where(task => image.Definition.Find(task.StepId) is not null).ToList();
            foreach (var task in known)
            {
                image.Add(task);
                Keep(image, task);
            }

            rest = known.Count == 0
                ? throw new UnreadableDefinitionException($"Run {id} has a task of the step '{rest[0].StepId}', which neither its definition nor a plan of it has.")
                : rest.Except(known).ToList();
        }

        Keep(image);
        return image;
    }
}

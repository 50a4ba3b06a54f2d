using System.Collections.Concurrent;
using HitlDashboard.Engine.Definitions;
using HitlDashboard.Engine.Persistence;
using Microsoft.EntityFrameworkCore;

namespace HitlDashboard.Engine.Ledger;

/// <summary>Valid definitions by hash and the current one by name. A version never changes, so it is parsed once.</summary>
internal sealed class DefinitionCatalog(IDbContextFactory<EngineDbContext> contexts)
{
    private readonly ConcurrentDictionary<string, WorkflowDefinition> _byHash = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, WorkflowDefinition> _current = new(StringComparer.Ordinal);

    /// <summary>The current version of a workflow, or null where it has no valid one.</summary>
    public async Task<WorkflowDefinition?> CurrentAsync(string name, CancellationToken cancellation)
    {
        if (_current.TryGetValue(name, out var known))
        {
            return known;
        }

        await using var context = await contexts.CreateDbContextAsync(cancellation);
        var hash = await context.Workflows.Where(workflow => workflow.Name == name).Select(workflow => workflow.Hash).FirstOrDefaultAsync(cancellation);

        // What was published meanwhile is newer than what was just read.
        return hash is null || Find(hash) is not { } found ? null : _current.GetOrAdd(name, found);
    }

    /// <summary>A version became the current one of its workflow, and that is committed.</summary>
    public void Publish(WorkflowDefinition definition) => _current[definition.Name] = definition;

    /// <summary>A version that a run is pinned to.</summary>
    /// <exception cref="UnreadableDefinitionException">It is not stored, or this program can't read it any more.</exception>
    public WorkflowDefinition ByHash(string hash) => _byHash.GetOrAdd(hash, Load);

    /// <summary>The same, or null where it can't be read.</summary>
    public WorkflowDefinition? Find(string hash)
    {
        try
        {
            return ByHash(hash);
        }
        catch (UnreadableDefinitionException)
        {
            return null;
        }
    }

    /// <summary>Keeps a definition that was just read, so that it need not be parsed again.</summary>
    public void Remember(WorkflowDefinition definition) => _byHash.TryAdd(definition.Hash, definition);

    private WorkflowDefinition Load(string hash)
    {
        using var context = contexts.CreateDbContext();
        var row = context.Definitions.AsNoTracking().FirstOrDefault(definition => definition.Hash == hash)
            ?? throw new UnreadableDefinitionException($"The definition {hash} is not in the database.");
        var read = WorkflowYaml.Read(row.Source, row.Name + ".yaml");
        return read.Definition is { } found
            ? found with { Hash = hash }
            : throw new UnreadableDefinitionException($"The stored definition {row.Name} ({hash}) can't be read by this version: {read.Errors[0]}");
    }
}

/// <summary>The version that a run is pinned to can't be read: it was stored by another version of this program, or on a machine that knows other time zones.</summary>
internal sealed class UnreadableDefinitionException(string message) : InvalidOperationException(message);

using HitlDashboard.Engine.Definitions;

namespace HitlDashboard.Engine.Integrity;

/// <summary>The definitions of a file, each read anew from its text: the hash that runs are pinned to must be that of the text.</summary>
internal sealed class StoredDefinitions
{
    private readonly Dictionary<string, WorkflowDefinition> _byHash = new(StringComparer.Ordinal);
    private readonly List<Violation> _violations = [];

    public StoredDefinitions(StoredFile file)
    {
        foreach (var (hash, name, source) in file.Read("SELECT Hash, Name, Source FROM Definitions", row => (row.Text(), row.Text(), row.Text())))
        {
            Add(hash, name, source);
        }

        _violations.AddRange(file.Read(
            "SELECT w.Name FROM Workflows w LEFT JOIN Definitions d ON d.Hash = w.Hash WHERE w.Hash IS NOT NULL AND d.Hash IS NULL",
            row => new Violation("I1", $"workflow {row.Text()}", "its current version is not in the file")));
    }

    public IReadOnlyList<Violation> Violations => _violations;

    public WorkflowDefinition? Find(string hash) => _byHash.GetValueOrDefault(hash);

    private void Add(string hash, string name, string source)
    {
        var read = WorkflowYaml.Read(source, name + ".yaml");
        if (read.Definition is not { } definition)
        {
            _violations.Add(new Violation("I8", $"definition {hash[..Math.Min(12, hash.Length)]} ({name})", $"its text is not valid: {read.Errors[0]}"));
            return;
        }

        if (definition.Hash != hash || definition.Name != name)
        {
            _violations.Add(new Violation("I8", $"definition {hash[..Math.Min(12, hash.Length)]} ({name})", "its text was changed: it has another hash or name"));
        }

        _byHash[hash] = definition;
    }
}

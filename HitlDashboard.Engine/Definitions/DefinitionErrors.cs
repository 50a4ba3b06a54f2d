using HitlDashboard.Engine.Definitions.Yaml;

namespace HitlDashboard.Engine.Definitions;

/// <summary>Collects the mistakes in one file.</summary>
internal sealed class DefinitionErrors(string file)
{
    private const int Max = 1000;

    private readonly List<DefinitionError> _errors = [];

    public int Count => _errors.Count;

    /// <summary>Whether looking for more is in vain.</summary>
    public bool IsFull => _errors.Count >= Max;

    public void Add(YamlNode node, string path, string message) => Add(node.Line, node.Column, path, message);

    public void Add(int line, int column, string path, string message)
    {
        if (!IsFull)
        {
            _errors.Add(new DefinitionError(file, line, column, path, message));
        }
    }

    public IReadOnlyList<DefinitionError> InOrder() => [.. _errors.OrderBy(error => error.Line).ThenBy(error => error.Column)];
}

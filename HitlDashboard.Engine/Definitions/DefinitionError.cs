namespace HitlDashboard.Engine.Definitions;

/// <summary>One mistake in a definition.</summary>
/// <param name="File">The file's name as the caller gave it.</param>
/// <param name="Line">From 1.</param>
/// <param name="Column">From 1.</param>
/// <param name="Path">Where in the document, as <c>steps[2].review.due</c>; empty for the document itself.</param>
/// <param name="Message">What was found, what is expected and, where one is likely, the nearest correct word. One sentence.</param>
public sealed record DefinitionError(string File, int Line, int Column, string Path, string Message)
{
    /// <summary>The compiler-style line: <c>file(line,column): error: path: message</c>.</summary>
    public override string ToString() => $"{File}({Line},{Column}): error: {(Path.Length > 0 ? Path + ": " : "")}{Message}";
}

/// <summary>What reading a definition gave: the definition, or all its errors.</summary>
/// <param name="Definition">Null where there is at least one error.</param>
/// <param name="Errors">Empty where the definition is valid; in file order.</param>
public sealed record DefinitionResult(WorkflowDefinition? Definition, IReadOnlyList<DefinitionError> Errors);

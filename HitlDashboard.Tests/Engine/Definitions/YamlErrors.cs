using HitlDashboard.Engine.Definitions;
using Xunit;

namespace HitlDashboard.Tests.Engine.Definitions;

/// <summary>Reads files that are wrong.</summary>
internal static class YamlErrors
{
    /// <summary>The file has exactly one error, and it says this.</summary>
    public static void Fails(string text, string part)
    {
        var error = Assert.Single(Errors(text));
        Assert.Contains(part, error.ToString(), StringComparison.Ordinal);
    }

    public static IReadOnlyList<DefinitionError> Errors(string text) => WorkflowYaml.Read(text, "a.yaml").Errors;
}

using System.Text.Json;
using HitlDashboard.Engine.Lifecycle;

namespace HitlDashboard.Viewers;

/// <summary>Finds the stored file that a value names. Nothing else is ever loaded into a page.</summary>
internal static class OwnArtifact
{
    private const string Address = "/api/artifacts/";
    private static readonly string[] Names = ["artifactId", "artifact", "id"];

    /// <summary>Our own address of <c>artifact:ID</c>, <c>/api/artifacts/ID</c> or a bare id; null for anything else.</summary>
    public static string? AddressOf(string text)
    {
        var id = text.StartsWith("artifact:", StringComparison.Ordinal) ? text[9..]
            : text.StartsWith(Address, StringComparison.Ordinal) ? text[Address.Length..]
            : text;
        return ArtifactId.TryParse(id, null, out var artifact) ? Address + artifact : null;
    }

    /// <summary>The address that a value names: a string, or an object with <c>artifactId</c>, <c>artifact</c> or <c>id</c>; else null.</summary>
    public static string? AddressOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => AddressOf(value.GetString()!),
        JsonValueKind.Object => Names
            .Select(name => value.TryGetProperty(name, out var inner) ? AddressOf(inner) : null)
            .FirstOrDefault(address => address is not null),
        _ => null,
    };
}

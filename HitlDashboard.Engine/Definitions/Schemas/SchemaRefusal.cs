namespace HitlDashboard.Engine.Definitions.Schemas;

/// <summary>A schema that can't be used.</summary>
internal sealed class SchemaRefusal(string path, string message) : Exception($"{(path.Length > 0 ? path + ": " : "")}{message}");

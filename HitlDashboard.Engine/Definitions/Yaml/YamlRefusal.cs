namespace HitlDashboard.Engine.Definitions.Yaml;

/// <summary>A file that is not the YAML that the format takes; nothing behind this place is read.</summary>
internal sealed class YamlRefusal(long line, long column, string message) : Exception(message)
{
    /// <summary>From 1.</summary>
    public int Line { get; } = (int)Math.Max(1, line);

    /// <summary>From 1.</summary>
    public int Column { get; } = (int)Math.Max(1, column);
}

namespace HitlDashboard.Engine.Activities;

/// <summary>Settings of everything that calls out over HTTP for a workflow: the section <c>Http</c>.</summary>
public sealed record HttpOptions
{
    /// <summary><c>Http:AllowPrivateNetworks</c>. Whether loopback, private and link-local addresses may be called. Default false.</summary>
    public bool AllowPrivateNetworks { get; init; }

    /// <summary><c>Http:AllowedHosts</c>. Exceptions as <c>host:port</c>, written as the URL writes the host. Default none.</summary>
    public IReadOnlyList<string> AllowedHosts { get; init; } = [];

    /// <summary><c>Http:MaxBodyBytes</c>. The longest response that becomes part of an output, 1 byte to 1 MiB. Default 1 MiB.</summary>
    public int MaxBodyBytes { get; init; } = 1024 * 1024;

    /// <summary><c>Http:MaxSavedBytes</c>. The longest response that is saved as an artifact, 1 byte to 50 MiB. Default 50 MiB.</summary>
    public int MaxSavedBytes { get; init; } = 50 * 1024 * 1024;

    /// <summary><c>Http:ConnectTimeout</c>. Default 10 s.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(10);
}

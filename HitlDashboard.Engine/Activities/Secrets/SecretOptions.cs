namespace HitlDashboard.Engine.Activities.Secrets;

/// <summary>Where <c>{{secrets.NAME}}</c> comes from.</summary>
public sealed record SecretOptions
{
    /// <summary><c>Secrets:NAME</c>. Values by name, letter case aside; they win over files. Default none.</summary>
    public IReadOnlyDictionary<string, string> Values { get; init; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary><c>SecretFiles:Directory</c>. A folder with one file per secret, called as the secret, as container platforms mount them; null for none.</summary>
    public string? Directory { get; init; }
}

namespace HitlDashboard.Engine.Audit;

/// <summary>Where the chain of this server ends now.</summary>
public sealed class AuditTrail
{
    private AuditAnchor? _end;

    internal AuditTrail()
    {
    }

    /// <summary>The newest link; null before the first commit.</summary>
    public AuditAnchor? End => Volatile.Read(ref _end);

    internal void MoveTo(AuditAnchor end) => Volatile.Write(ref _end, end);
}

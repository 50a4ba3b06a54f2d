namespace HitlDashboard.Engine.Persistence.Rows;

internal sealed class AbsenceRow
{
    public required Guid Id { get; init; }

    public required string Person { get; init; }

    public required string Substitute { get; init; }

    public required DateTimeOffset From { get; init; }

    public required DateTimeOffset Until { get; init; }

    public required string SetBy { get; init; }
}

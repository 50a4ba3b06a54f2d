namespace HitlDashboard.App;

/// <summary>The application cannot start; each line is one clear sentence for whoever starts it.</summary>
internal sealed class StartRefusedException(params IReadOnlyList<string> reasons) : Exception(string.Join(Environment.NewLine, reasons))
{
    public IReadOnlyList<string> Reasons { get; } = reasons;
}

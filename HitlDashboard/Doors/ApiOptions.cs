namespace HitlDashboard.Doors;

/// <summary>How fast programs may ask: settings <c>Api:RequestsPerSecond</c> and <c>Api:Burst</c>.</summary>
/// <param name="RequestsPerSecond">Requests that one user or key may make per second in the long run, 1 to 1,000,000. Default 200.</param>
/// <param name="Burst">Requests that one user or key may make at once after a pause, 1 to 1,000,000. Default 1,000.</param>
internal sealed record ApiOptions(int RequestsPerSecond = 200, int Burst = 1000);

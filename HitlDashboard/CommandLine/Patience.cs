using System.Text.Json;

namespace HitlDashboard.CommandLine;

/// <summary>Asks a server again that is busy, starts again or can't be reached for a moment.</summary>
internal static class Patience
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(2);

    /// <param name="ask">Sends the request. Sending it twice must do no more than once.</param>
    /// <param name="mayBeAbsent">Whether somebody was there before: then nobody at the address is an outage, else a mistake in the address.</param>
    /// <param name="cancellation">Stops.</param>
    /// <exception cref="ServerRefusedException">The server refused for good, or for two minutes.</exception>
    /// <exception cref="HttpRequestException">Nobody answers at the address.</exception>
    public static async Task<JsonElement> TryAsync(Func<Task<JsonElement>> ask, bool mayBeAbsent, CancellationToken cancellation)
    {
        var begun = TimeProvider.System.GetTimestamp();
        while (true)
        {
            try
            {
                return await ask();
            }
            catch (Exception failure) when (Passes(failure, mayBeAbsent) && TimeProvider.System.GetElapsedTime(begun) < Longest)
            {
                await Task.Delay(Pause, TimeProvider.System, cancellation);
            }
        }
    }

    private static bool Passes(Exception failure, bool mayBeAbsent) => failure switch
    {
        ServerRefusedException refusal => refusal.Status is 429 or 502 or 503 or 504,
        HttpRequestException request => mayBeAbsent || request.HttpRequestError is not (HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError),
        _ => false,
    };
}

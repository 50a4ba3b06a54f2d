using System.Diagnostics;
using HitlDashboard.Engine.Persistence;
using HitlDashboard.Engine.Reviews;

namespace HitlDashboard.Bench.Scenarios;

/// <summary>P5: the inbox's first page by urgency at 1,000, 100,000 and 1,000,000 open reviews.</summary>
internal static class InboxQuery
{
    private const int Times = 1_000;

    public static async Task<IReadOnlyList<Row>> MeasureAsync()
    {
        var folder = Directory.CreateTempSubdirectory("hitl-inbox-").FullName;
        try
        {
            var rows = new List<Row>();
            var first = TimeSpan.Zero;
            var last = TimeSpan.Zero;
            foreach (var reviews in new[] { 1_000, 100_000, 1_000_000 })
            {
                await BulkRows.ReviewsAsync(folder, reviews);
                await using var engine = await BenchEngine.StartAsync(RoundTrips.Yaml, kept: folder);
                await PageAsync(engine.Get<ReviewQueries>()); // To warm up.
                last = await PageAsync(engine.Get<ReviewQueries>());
                first = reviews == 1_000 ? last : first;
                rows.Add(new Row($"P5 first page at {reviews:#,0} open reviews, median, ms", last.TotalMilliseconds.ToString("0.00", System.Globalization.CultureInfo.InvariantCulture)));
            }

            rows.Add(Row.AtMost("P5 first page: 1,000,000 against 1,000", last / first, 2, "x"));
            return rows;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<TimeSpan> PageAsync(ReviewQueries queries)
    {
        var times = new List<TimeSpan>(Times);
        for (var time = 0; time < Times; time++)
        {
            var begin = Stopwatch.GetTimestamp();
            var page = await queries.ListAsync(new ReviewFilter());
            times.Add(Stopwatch.GetElapsedTime(begin));
            if (page.Items.Count != 50)
            {
                throw new InvalidOperationException($"The page has {page.Items.Count} reviews.");
            }
        }

        times.Sort();
        return times[Times / 2];
    }
}

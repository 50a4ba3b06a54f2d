using System.Text.Json;

namespace HitlDashboard.Engine.Definitions.Validation;

/// <summary>Reads <c>schedule</c>.</summary>
internal static class ScheduleReader
{
    // What the calendar offers ends there; a text that gives nothing until then never fires.
    private static readonly DateTimeOffset Beginning = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static IReadOnlyList<ScheduleDefinition> Read(MapReader workflow, JsonElement? schema, ReadContext context)
    {
        var found = new List<ScheduleDefinition>();
        foreach (var entry in NextReader.Entries(workflow, "schedule", LinkFormat.Schedule, context))
        {
            var input = context.Template(entry.Node("input"), entry.At("input"), Place.Schedule);
            CheckInput(entry, input, schema);
            if (Zone(entry) is { } zone && Cron(entry, zone) is { } cron)
            {
                var name = $"{cron.Text} {cron.Zone}";
                if (found.Exists(other => other.Name == name))
                {
                    entry.Fail("cron", $"'{cron.Text}' stands here twice for {cron.Zone}; remove one.");
                }

                found.Add(new ScheduleDefinition
                {
                    Cron = cron,
                    Name = name,
                    Input = input,
                    CatchUp = entry.Word<CatchUpRule>("catchUp") ?? CatchUpRule.One,
                    Overlap = entry.Word<OverlapRule>("overlap") ?? OverlapRule.Skip,
                });
            }
        }

        return found;
    }

    private static TimeZoneInfo? Zone(MapReader entry)
    {
        var name = entry.Text("timeZone");
        if (name is null || CronSchedule.FindZone(name) is not null)
        {
            return name is null ? TimeZoneInfo.Utc : CronSchedule.FindZone(name);
        }

        var known = TimeZoneInfo.GetSystemTimeZones().Select(zone => zone.Id).ToList();
        entry.Fail("timeZone", $"there is no time zone '{name}'{Nearest.Hint(name, known)}; expected an IANA name as Europe/Berlin.");
        return null;
    }

    private static CronSchedule? Cron(MapReader entry, TimeZoneInfo zone)
    {
        if (entry.Text("cron") is not { } text)
        {
            return null;
        }

        try
        {
            var cron = CronSchedule.Parse(text, zone);
            if (cron.After(Beginning) is null)
            {
                entry.Fail("cron", $"'{text}' names no day that exists.");
            }

            return cron;
        }
        catch (FormatException exception)
        {
            entry.Fail("cron", $"'{text}' can't be read: {exception.Message.TrimEnd('.')}.");
            return null;
        }
    }

    private static void CheckInput(MapReader entry, ValueTemplate? input, JsonElement? schema)
    {
        if (schema is not { } expected || input is { IsConstant: false })
        {
            return;
        }

        var value = input?.Source ?? JsonSerializer.SerializeToElement(new Dictionary<string, object>());
        foreach (var violation in JsonSchemas.Validate(expected, JsonSchemas.WithDefaults(expected, value)))
        {
            entry.Fail("input", $"the workflow's input does not allow it: {violation.Path}: {violation.Message}".Replace(": : ", ": ", StringComparison.Ordinal));
        }
    }
}

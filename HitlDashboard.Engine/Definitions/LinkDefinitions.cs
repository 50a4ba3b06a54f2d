namespace HitlDashboard.Engine.Definitions;

/// <summary>A workflow that starts when a run of this one has completed.</summary>
public sealed record NextDefinition
{
    /// <summary>The other workflow's name; its current version is started.</summary>
    public required string Workflow { get; init; }

    /// <summary>False means that it is not started; null means yes.</summary>
    public Condition? If { get; init; }

    /// <summary>The other run's input; null means an empty object.</summary>
    public ValueTemplate? Input { get; init; }
}

/// <summary>When runs of a workflow start by themselves.</summary>
public sealed record ScheduleDefinition
{
    /// <summary>When.</summary>
    public required CronSchedule Cron { get; init; }

    /// <summary>Tells the schedules of one workflow apart: the cron text and the time zone. What is kept about a schedule belongs to this name, so that another version of the file goes on with it.</summary>
    public required string Name { get; init; }

    /// <summary>The run's input, in which <c>now</c> is the instant that it is meant for; null means an empty object.</summary>
    public ValueTemplate? Input { get; init; }

    /// <summary>What happens to instants that passed while nobody looked.</summary>
    public CatchUpRule CatchUp { get; init; } = CatchUpRule.One;

    /// <summary>What happens while an earlier run of this schedule is not final.</summary>
    public OverlapRule Overlap { get; init; } = OverlapRule.Skip;
}

/// <summary>What happens to a schedule's instants that passed while the server was down or its clock was set.</summary>
public enum CatchUpRule
{
    /// <summary>One run for all of them, meant for the newest.</summary>
    One,

    /// <summary>A run for each, at most the 100 newest.</summary>
    All,

    /// <summary>No run; it goes on with the next instant.</summary>
    None,
}

/// <summary>What a schedule does while an earlier run of it is not final.</summary>
public enum OverlapRule
{
    /// <summary>The new run is left out.</summary>
    Skip,

    /// <summary>The new run starts when the earlier one is final; at most 100 wait.</summary>
    Queue,

    /// <summary>Both run.</summary>
    Allow,
}

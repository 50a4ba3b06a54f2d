using HitlDashboard.Engine.Persistence.Rows;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace HitlDashboard.Engine.Persistence.Mappings;

internal sealed class RunMapping : IEntityTypeConfiguration<RunRow>
{
    public void Configure(EntityTypeBuilder<RunRow> builder)
    {
        builder.ToTable("Runs").HasKey(run => run.Id);
        builder.HasIndex(run => new { run.State, run.Number });
        builder.HasIndex(run => new { run.Workflow, run.Number });
        builder.HasIndex(run => run.Number).IsUnique();
        builder.HasIndex(run => run.CompletedAt).HasFilter("\"CompletedAt\" IS NOT NULL");
        builder.HasIndex(run => run.ParentRunId).HasFilter("\"ParentRunId\" IS NOT NULL");
        builder.HasIndex(run => run.RootRunId).HasFilter("\"RootRunId\" IS NOT NULL");
        builder.HasIndex(run => run.StartsAt).HasFilter("\"StartsAt\" IS NOT NULL");
        builder.HasIndex(run => new { run.Schedule, run.Workflow }).HasFilter("\"Schedule\" IS NOT NULL AND \"State\" IN ('Running', 'Paused')");
    }
}

internal sealed class TaskMapping : IEntityTypeConfiguration<TaskRow>
{
    public void Configure(EntityTypeBuilder<TaskRow> builder)
    {
        builder.ToTable("Tasks").HasKey(task => task.Id);
        builder.HasIndex(task => new { task.RunId, task.StepId, task.Index, task.Superseded }).IsUnique();

        builder.Property(task => task.Superseded).HasDefaultValue(0);
        builder.HasIndex(task => task.DeadlineAt).HasFilter("\"DeadlineAt\" IS NOT NULL");
        builder.HasIndex(task => task.Holds).HasFilter("\"Holds\" IS NOT NULL");

        // Tasks to do are few however long the history: the sweep, the rescuer and recovery read only them.
        // Written with OR: SQLite does not see that one state implies a list with IN, and would read the whole table.
        builder.HasIndex(task => task.State).HasFilter("\"State\" = 'Pending' OR \"State\" = 'Running'");
    }
}

internal sealed class HistoryMapping : IEntityTypeConfiguration<HistoryRow>
{
    public void Configure(EntityTypeBuilder<HistoryRow> builder)
    {
        builder.ToTable("History").HasKey(entry => entry.Seq);
        builder.Property(entry => entry.Seq).ValueGeneratedOnAdd();
        builder.HasIndex(entry => entry.RunId);
        builder.HasIndex(entry => entry.ReviewId).HasFilter("\"Trigger\" = 'Comment'");
    }
}

using HitlDashboard.Engine.Persistence.Rows;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace HitlDashboard.Engine.Persistence.Mappings;

internal sealed class SignalMapping : IEntityTypeConfiguration<SignalRow>
{
    public void Configure(EntityTypeBuilder<SignalRow> builder)
    {
        builder.ToTable("Signals").HasKey(signal => signal.Id);
        builder.Property(signal => signal.Id).ValueGeneratedOnAdd();
        builder.HasIndex(signal => signal.RunId);
    }
}

internal sealed class ScheduleMapping : IEntityTypeConfiguration<ScheduleRow>
{
    public void Configure(EntityTypeBuilder<ScheduleRow> builder)
    {
        builder.ToTable("Schedules").HasKey(schedule => new { schedule.Workflow, schedule.Name });
        builder.HasIndex(schedule => schedule.NextAt).HasFilter("\"NextAt\" IS NOT NULL");
    }
}

using HitlDashboard.Engine.Persistence.Rows;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace HitlDashboard.Engine.Persistence.Mappings;

internal sealed class ReviewMapping : IEntityTypeConfiguration<ReviewRow>
{
    public void Configure(EntityTypeBuilder<ReviewRow> builder)
    {
        builder.ToTable("Reviews").HasKey(review => review.Id);
        builder.HasIndex(review => new { review.State, review.UrgentAt, review.Number });
        builder.HasIndex(review => new { review.State, review.Queue, review.UrgentAt });
        builder.HasIndex(review => review.Number).IsUnique();
        builder.HasIndex(review => review.RunId);
        builder.HasIndex(review => review.TaskId);
        builder.HasIndex(review => review.WakeAt).HasFilter("\"WakeAt\" IS NOT NULL");
        builder.Property(review => review.Level).HasDefaultValue(0);
    }
}

internal sealed class AbsenceMapping : IEntityTypeConfiguration<AbsenceRow>
{
    public void Configure(EntityTypeBuilder<AbsenceRow> builder)
    {
        builder.ToTable("Absences").HasKey(absence => absence.Id);
        builder.Property(absence => absence.Id).HasConversion(id => ValueConversions.Bytes(id), bytes => ValueConversions.Id(bytes));
        builder.HasIndex(absence => absence.Until);
    }
}

internal sealed class DecisionMapping : IEntityTypeConfiguration<DecisionRow>
{
    public void Configure(EntityTypeBuilder<DecisionRow> builder)
    {
        builder.ToTable("Decisions").HasKey(decision => decision.Id);

        // One review gets one outcome, whatever else goes wrong.
        builder.HasIndex(decision => decision.ReviewId).IsUnique().HasFilter("\"State\" IN ('Staged', 'Released')");
        builder.HasIndex(decision => decision.At);
        builder.Property(decision => decision.TimedOut).HasDefaultValue(false);

        // One person gives one approval of one content.
        builder.HasIndex(decision => new { decision.ReviewId, decision.Version, decision.Actor }).IsUnique().HasFilter("\"State\" = 'Counted'");
        builder.HasIndex(decision => decision.ReviewId, "IX_Decisions_ReviewId_All");
    }
}

using HitlDashboard.Engine.Persistence.Rows;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace HitlDashboard.Engine.Persistence.Mappings;

internal sealed class DefinitionMapping : IEntityTypeConfiguration<DefinitionRow>
{
    public void Configure(EntityTypeBuilder<DefinitionRow> builder)
    {
        builder.ToTable("Definitions").HasKey(definition => definition.Hash);
        builder.HasIndex(definition => definition.Name);
    }
}

internal sealed class WorkflowMapping : IEntityTypeConfiguration<WorkflowRow>
{
    public void Configure(EntityTypeBuilder<WorkflowRow> builder) =>
        builder.ToTable("Workflows").HasKey(workflow => workflow.Name);
}

internal sealed class ArtifactMapping : IEntityTypeConfiguration<ArtifactRow>
{
    public void Configure(EntityTypeBuilder<ArtifactRow> builder)
    {
        builder.ToTable("Artifacts").HasKey(artifact => artifact.Id);
        builder.HasIndex(artifact => artifact.RunId);
    }
}

internal sealed class OutboxMapping : IEntityTypeConfiguration<OutboxRow>
{
    public void Configure(EntityTypeBuilder<OutboxRow> builder)
    {
        builder.ToTable("Outbox").HasKey(message => message.Id);
        builder.Property(message => message.Id).ValueGeneratedOnAdd();
        builder.HasIndex(message => message.NextAt).HasFilter("\"NextAt\" IS NOT NULL");
    }
}

internal sealed class IdempotencyMapping : IEntityTypeConfiguration<IdempotencyRow>
{
    public void Configure(EntityTypeBuilder<IdempotencyRow> builder)
    {
        builder.ToTable("Idempotency").HasKey(row => row.Key);
        builder.HasIndex(row => row.At);
    }
}

internal sealed class AuditMapping : IEntityTypeConfiguration<AuditRow>
{
    public void Configure(EntityTypeBuilder<AuditRow> builder)
    {
        builder.ToTable("Audit").HasKey(link => link.Number);
        builder.Property(link => link.Number).ValueGeneratedNever();
    }
}

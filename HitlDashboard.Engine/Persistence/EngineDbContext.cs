using HitlDashboard.Engine.Persistence.Rows;
using Microsoft.EntityFrameworkCore;

namespace HitlDashboard.Engine.Persistence;

/// <summary>The tables. Schema, migrations and queries only: every write of state goes through the ledger.</summary>
internal sealed class EngineDbContext(DbContextOptions<EngineDbContext> options) : DbContext(options)
{
    public DbSet<RunRow> Runs => Set<RunRow>();

    public DbSet<TaskRow> Tasks => Set<TaskRow>();

    public DbSet<HistoryRow> History => Set<HistoryRow>();

    public DbSet<AuditRow> Audit => Set<AuditRow>();

    public DbSet<ReviewRow> Reviews => Set<ReviewRow>();

    public DbSet<DecisionRow> Decisions => Set<DecisionRow>();

    public DbSet<AbsenceRow> Absences => Set<AbsenceRow>();

    public DbSet<DefinitionRow> Definitions => Set<DefinitionRow>();

    public DbSet<WorkflowRow> Workflows => Set<WorkflowRow>();

    public DbSet<ArtifactRow> Artifacts => Set<ArtifactRow>();

    public DbSet<SignalRow> Signals => Set<SignalRow>();

    public DbSet<ScheduleRow> Schedules => Set<ScheduleRow>();

    public DbSet<OutboxRow> Outbox => Set<OutboxRow>();

    public DbSet<IdempotencyRow> Idempotency => Set<IdempotencyRow>();

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder) =>
        ValueConversions.Apply(configurationBuilder);

    protected override void OnModelCreating(ModelBuilder modelBuilder) =>
        modelBuilder.ApplyConfigurationsFromAssembly(typeof(EngineDbContext).Assembly);
}

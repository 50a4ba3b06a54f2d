using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace HitlDashboard.Engine.Persistence;

/// <summary>Lets the migration tool make a context; the program itself never uses it.</summary>
internal sealed class DesignTimeContext : IDesignTimeDbContextFactory<EngineDbContext>
{
    public EngineDbContext CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<EngineDbContext>().UseSqlite("Data Source=design.db").Options);
}

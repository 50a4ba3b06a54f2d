using HitlDashboard.Engine;
using HitlDashboard.Engine.Audit;
using HitlDashboard.Engine.Integrity;
using HitlDashboard.Engine.Persistence;
using HitlDashboard.Tests.Shape;
using HitlDashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Xunit.Abstractions;

namespace HitlDashboard.Tests.Faults.Tamper;

/// <summary>T13: whatever is changed in a store without its key is found and named. <c>HITL_SEED</c> and <c>HITL_TAMPERS</c> repeat and enlarge it.</summary>
[Collection(nameof(KillTests))]
public sealed class TamperTests(AuditedStore store, ITestOutputHelper output) : IClassFixture<AuditedStore>
{
    private static readonly int Seed = Chance.Seed;
    private static readonly int Tampers = KillTests.Number("HITL_TAMPERS") ?? 200;

    [Fact]
    public void Verify_StoreOfARealEngine_IsSound()
    {
        var found = DatabaseVerification.Verify(store.Copy());

        Findings.None(found.Violations.Select(violation => violation.ToString()));
        Assert.True(found is { HasKey: true, Anchors: > 0, Links: > 10 }, $"{found}");
    }

    [Fact]
    public void Verify_StoreChangedInManyWays_FindsAndNamesEach()
    {
        output.WriteLine($"Repeat with: HITL_SEED={Seed} HITL_TAMPERS={Tampers}");
        var tamper = new StoreTamper(new Random(Seed), store.Older);
        var missed = new List<string>();
        for (var number = 0; number < Tampers; number++)
        {
            var file = store.Copy();
            var done = tamper.Play(file);
            var found = DatabaseVerification.Verify(file, isQuick: true).Violations.Where(violation => violation.Invariant is "I12" or "I1").Select(violation => violation.ToString()).ToList();
            if (!done.Names.Any(name => found.Any(violation => violation.Contains(name, StringComparison.Ordinal))))
            {
                missed.Add($"{number}: {done.What}: {(found.Count == 0 ? "not found" : $"not named in: {string.Join("; ", found.Take(3))}")}");
            }

            Directory.Delete(Path.GetDirectoryName(file)!, recursive: true);
        }

        Findings.None(missed);
    }

    /// <summary>Without the key somebody who knows the format is not caught by the chain: the key is what catches them.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Verify_ChainMadeAnewWithoutTheKey_IsFound_UnlessTheChainNeedsNone(bool isBroken)
    {
        var file = store.Copy();
        Mutations.ChainsWithoutKey = isBroken;
        try
        {
            using (var tampered = new TamperedFile(file))
            {
                Rechaining.Forge(tampered, 1, new byte[32]);
            }

            var proof = AuditProof.Beside(file) with { Anchors = [] };
            var found = DatabaseVerification.Verify(file, isQuick: true, proof).Violations;
            Assert.Equal(isBroken, !found.Any(violation => violation.Invariant == "I12"));
        }
        finally
        {
            Mutations.ChainsWithoutKey = false;
        }
    }

    [Fact]
    public async Task Verify_StoreThatWasNotChained_IsNotSound()
    {
        using var folder = new TempFolder();
        Mutations.SkipsChain = true;
        try
        {
            await using var engine = await EngineHarness.StartAsync();
            await engine.CompleteAsync("name: one\nsteps:\n  - { id: a, uses: set, with: { b: 1 } }\n", "one");
            var found = DatabaseVerification.Verify(Path.Combine(engine.Folder, "hitl.db"), isQuick: true).Violations;
            Assert.Contains(found, violation => violation is { Invariant: "I12", Subject: "history entry 1" });
        }
        finally
        {
            Mutations.SkipsChain = false;
        }
    }

    /// <summary>A column that somebody adds later is in the chain, or is on the short list of those that are not.</summary>
    [Fact]
    public void EveryColumnOfAnAuditedTable_IsInTheChain()
    {
        using var context = new EngineDbContext(new DbContextOptionsBuilder<EngineDbContext>().UseSqlite().Options);
        var parts = AuditedPart.All.Append(AuditedPart.Entry).ToList();
        var known = parts.SelectMany(part => part.Columns.Append(part.Key).Select(column => (part.Table, column))).Concat(AuditedPart.Left).Concat(AuditedPart.Replayed).ToHashSet();
        var columns = context.Model.GetEntityTypes().SelectMany(type => type.GetProperties().Select(property => (Table: type.GetTableName()!, Column: property.GetColumnName())))
            .Where(column => TamperedFile.Tables.Contains(column.Table)).ToHashSet();

        Assert.Equal(columns.Order(), known.Order());
        Assert.Equal(2, AuditedPart.Left.Count);
    }
}

using HitlDashboard.Engine.Integrity;
using HitlDashboard.Tests.Support;

namespace HitlDashboard.Tests.Engine.Integrity;

/// <summary>A file that a real engine wrote is sound; broken in one place, it is found, by the rule that was broken.</summary>
public sealed class DatabaseVerificationTests(SoundFile sound) : IClassFixture<SoundFile>
{
    [Fact]
    public void Verify_FileOfARealEngine_IsSound()
    {
        var found = DatabaseVerification.Verify(sound.Copy());

        Assert.Empty(found.Violations);
        Assert.True(found is { Runs: 10, Tasks: > 15, Reviews: > 7, Decisions: > 6, Entries: > 60 }, $"{found}");
    }

    [Theory]
    [InlineData("I1", "UPDATE Tasks SET State = 'Completed', Resolution = 'Approved', CompletedAt = 1 WHERE State = 'AwaitingReview'")]
    [InlineData("I1", "UPDATE Tasks SET Resolution = 'Succeeded' WHERE Resolution = 'Approved'")]
    [InlineData("I1", "UPDATE Tasks SET State = 'Asleep' WHERE State = 'Completed'")]
    [InlineData("I1", "UPDATE Tasks SET Attempt = Attempt + 1 WHERE StepId = 'draft'")]
    [InlineData("I1", "UPDATE Tasks SET CompletedAt = NULL WHERE State = 'Failed'")]
    [InlineData("I1", "UPDATE Reviews SET State = 'Open' WHERE State = 'Staged'")]
    [InlineData("I1", "UPDATE Runs SET State = 'Cancelled' WHERE State = 'Failed'")]
    [InlineData("I1", "DELETE FROM Tasks WHERE State = 'AwaitingReview'")]
    [InlineData("I1", "DELETE FROM Runs WHERE Number = 1")]
    [InlineData("I1", "DELETE FROM Reviews WHERE State = 'Decided'")]
    [InlineData("I1", "DELETE FROM Definitions WHERE Name = 'reviewed'")]
    [InlineData("I1", "UPDATE Artifacts SET RunId = randomblob(16)")]
    [InlineData("I1", "UPDATE History SET \"From\" = 'Failed' WHERE \"Trigger\" = 'Succeed'")]
    [InlineData("I2", "DELETE FROM History WHERE Seq = 20")]
    [InlineData("I2", "UPDATE History SET Seq = Seq + 1000 WHERE Seq > 30")]
    [InlineData("I2", "UPDATE History SET Attempt = 7 WHERE \"Trigger\" = 'Claim' AND Attempt = 2")]
    [InlineData("I2", "DROP INDEX IX_Runs_Number; UPDATE Runs SET Number = 1")]
    [InlineData("I2", "DROP INDEX IX_Reviews_Number; UPDATE Reviews SET Number = 1")]
    [InlineData("I3", "UPDATE History SET \"To\" = 'Completed' WHERE \"Trigger\" = 'Retry'")]
    [InlineData("I3", "UPDATE History SET \"Trigger\" = 'Succeed' WHERE \"Trigger\" = 'Claim'")]
    [InlineData("I3", "UPDATE History SET \"Trigger\" = 'Undo' WHERE \"Trigger\" = 'Release' AND Kind = 'review'")]
    [InlineData("I4", "UPDATE Reviews SET State = 'Withdrawn' WHERE State = 'Open'")]
    [InlineData("I4", "CREATE TEMP TABLE x AS SELECT * FROM Reviews WHERE State = 'Open'; UPDATE x SET Id = randomblob(16), Number = 999; INSERT INTO Reviews SELECT * FROM x")]
    [InlineData("I4", "UPDATE Tasks SET ReviewId = randomblob(16) WHERE State = 'AwaitingReview'")]
    [InlineData("I4", "UPDATE Tasks SET LeaseOwner = NULL WHERE State = 'Running'")]
    [InlineData("I4", "UPDATE Tasks SET LeaseOwner = 'a', LeaseUntil = 1 WHERE State = 'Completed'")]
    [InlineData("I4", "UPDATE Runs SET State = 'Completed', CompletedAt = 1 WHERE State = 'Running'")]
    [InlineData("I4", "UPDATE Runs SET State = 'Running', CompletedAt = NULL WHERE State = 'Completed'")]
    [InlineData("I4", "UPDATE Runs SET Error = NULL WHERE State = 'Failed'")]
    [InlineData("I4", "DELETE FROM Tasks WHERE StepId = 'after'")]
    [InlineData("I4", "DROP INDEX IX_Tasks_RunId_StepId_Index_Superseded; CREATE TEMP TABLE x AS SELECT * FROM Tasks WHERE StepId = 'list'; UPDATE x SET Id = randomblob(16); INSERT INTO Tasks SELECT * FROM x")]
    [InlineData("I5", "DELETE FROM Decisions WHERE State = 'Released'")]
    [InlineData("I5", "DELETE FROM Decisions WHERE State = 'Undone'")]
    [InlineData("I5", "UPDATE Decisions SET State = 'Undone' WHERE State = 'Staged'")]
    [InlineData("I5", "DROP INDEX IX_Decisions_ReviewId; CREATE TEMP TABLE x AS SELECT * FROM Decisions WHERE State = 'Released'; UPDATE x SET Id = randomblob(16); INSERT INTO Decisions SELECT * FROM x")]
    [InlineData("I5", "UPDATE Reviews SET DecisionId = randomblob(16) WHERE State = 'Decided'")]
    [InlineData("I5", "UPDATE Reviews SET WakeAt = NULL WHERE State = 'Staged'")]
    [InlineData("I5", "UPDATE Decisions SET Verdict = 'Reject' WHERE Verdict = 'Approve' AND State = 'Released'")]
    [InlineData("I5", "UPDATE History SET Data = NULL WHERE \"Trigger\" = 'Approve'")]
    [InlineData("I8", "UPDATE Reviews SET Request = replace(Request, 'hello', 'other') WHERE State = 'Decided'")]
    [InlineData("I8", "UPDATE Reviews SET Request = replace(Request, 'hello', 'other') WHERE State = 'Open'")]
    [InlineData("I8", "UPDATE Reviews SET Round = 9 WHERE State = 'Decided'")]
    [InlineData("I8", "UPDATE Decisions SET Digest = 'a' WHERE State = 'Released'")]
    [InlineData("I8", "UPDATE Decisions SET Version = 2 WHERE State = 'Staged'")]
    [InlineData("I8", "UPDATE Decisions SET Output = '{\"text\":\"other\"}' WHERE Verdict = 'Amend'")]
    [InlineData("I8", "UPDATE Tasks SET Output = '{\"text\":\"other\"}' WHERE Resolution = 'Approved'")]
    [InlineData("I8", "UPDATE Tasks SET Output = '{\"text\":\"other\"}' WHERE Resolution = 'Amended'")]
    [InlineData("I8", "UPDATE Tasks SET Input = '{\"text\":\"other\"}' WHERE StepId = 'act'")]
    [InlineData("I8", "UPDATE Definitions SET Source = replace(Source, 'dangerous', 'harmless')")]
    [InlineData("I8", "UPDATE History SET \"Trigger\" = 'SendBack' WHERE \"Trigger\" = 'Proceed'")]
    [InlineData("I9", "UPDATE Tasks SET Fence = 0 WHERE Attempt > 0")]
    [InlineData("I11", "UPDATE History SET At = At - 10000000000 WHERE \"Trigger\" = 'Release'")]
    [InlineData("I11", "UPDATE History SET At = At - 10000000000 WHERE \"Trigger\" = 'Claim' AND Attempt = 2")]
    [InlineData("I12", "UPDATE Reviews SET Title = 'other' WHERE State = 'Open'")]
    [InlineData("I12", "UPDATE Decisions SET Comment = 'forged' WHERE State = 'Released'")]
    [InlineData("I12", "UPDATE History SET Actor = 'mallory' WHERE Seq = 5")]
    [InlineData("I12", "UPDATE Artifacts SET Sha256 = 'a'")]
    [InlineData("I12", "DELETE FROM Audit WHERE Number = 3")]
    [InlineData("I13", "INSERT INTO Idempotency SELECT 'other ' || \"Key\", RequestHash, Answer, At FROM Idempotency")]
    [InlineData("I13", "UPDATE Decisions SET Id = randomblob(16) WHERE State = 'Released'")]
    [InlineData("I16", "PRAGMA writable_schema = ON; UPDATE sqlite_master SET rootpage = 2 WHERE name = 'IX_Tasks_State'")]
    public void Verify_FileBrokenInOnePlace_FindsIt(string invariant, string sql)
    {
        var found = DatabaseVerification.Verify(sound.Copy(sql));

        Assert.True(found.Violations.Any(violation => violation.Invariant == invariant), string.Join('\n', found.Violations.Append(null)));
        Assert.All(found.Violations, violation => Assert.NotEmpty(violation.Subject));
    }

    [Theory]
    [InlineData(8)]
    [InlineData(3)]
    [InlineData(2)]
    public void Verify_OverwrittenPages_IsFound(int part)
    {
        var file = sound.Copy();
        using (var stream = File.OpenWrite(file))
        {
            stream.Position = stream.Length / part / 4096 * 4096;
            stream.Write(new byte[8192]);
        }

        Assert.Contains(DatabaseVerification.Verify(file).Violations, violation => violation.Invariant == "I16");
    }

    [Fact]
    public void Verify_TruncatedFile_IsFound()
    {
        var file = sound.Copy();
        using (var stream = File.OpenWrite(file))
        {
            stream.SetLength(stream.Length / 2);
        }

        Assert.Contains(DatabaseVerification.Verify(file).Violations, violation => violation.Invariant == "I16");
    }

    [Fact]
    public void Verify_NewerFile_IsRefused() =>
        Assert.Contains("newer version", Assert.Throws<InvalidOperationException>(() => DatabaseVerification.Verify(sound.Copy("INSERT INTO __EFMigrationsHistory VALUES ('99990101000000_Later', '99')"))).Message, StringComparison.Ordinal);

    [Fact]
    public void Verify_ForeignFile_IsRefused()
    {
        using var folder = new TempFolder();
        SoundFile.Sql(folder.File("other.db"), "CREATE TABLE a (b)");

        Assert.Contains("not a database of this program", Assert.Throws<InvalidOperationException>(() => DatabaseVerification.Verify(folder.File("other.db"))).Message, StringComparison.Ordinal);
        Assert.Throws<FileNotFoundException>(() => DatabaseVerification.Verify(folder.File("none.db")));
    }
}

using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace HitlDashboard.Engine.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class EngineInFull : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_Tasks_RunId_StepId_Index",
                table: "Tasks");

            migrationBuilder.DropIndex(
                name: "IX_Tasks_State",
                table: "Tasks");

            migrationBuilder.DropIndex(
                name: "IX_Runs_CompletedAt",
                table: "Runs");

            migrationBuilder.AddColumn<string>(
                name: "Awaited",
                table: "Tasks",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "DeadlineAt",
                table: "Tasks",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Holds",
                table: "Tasks",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "Superseded",
                table: "Tasks",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<string>(
                name: "ConcurrencyGroup",
                table: "Runs",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "Depth",
                table: "Runs",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<int>(
                name: "Hops",
                table: "Runs",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<byte[]>(
                name: "ParentRunId",
                table: "Runs",
                type: "BLOB",
                nullable: true);

            migrationBuilder.AddColumn<byte[]>(
                name: "ParentTaskId",
                table: "Runs",
                type: "BLOB",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Past",
                table: "Runs",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<byte[]>(
                name: "RootRunId",
                table: "Runs",
                type: "BLOB",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Schedule",
                table: "Runs",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Starter",
                table: "Runs",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "StartsAt",
                table: "Runs",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "WaitingFor",
                table: "Runs",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "ClaimedBy",
                table: "Reviews",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "ClaimedUntil",
                table: "Reviews",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "DeferredUntil",
                table: "Reviews",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "ExpiresAt",
                table: "Reviews",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "Level",
                table: "Reviews",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<string>(
                name: "Reminders",
                table: "Reviews",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Channels",
                table: "Outbox",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Person",
                table: "Decisions",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "TimedOut",
                table: "Decisions",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.CreateTable(
                name: "Absences",
                columns: table => new
                {
                    Id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    Person = table.Column<string>(type: "TEXT", nullable: false),
                    Substitute = table.Column<string>(type: "TEXT", nullable: false),
                    From = table.Column<long>(type: "INTEGER", nullable: false),
                    Until = table.Column<long>(type: "INTEGER", nullable: false),
                    SetBy = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Absences", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "Schedules",
                columns: table => new
                {
                    Workflow = table.Column<string>(type: "TEXT", nullable: false),
                    Name = table.Column<string>(type: "TEXT", nullable: false),
                    NextAt = table.Column<long>(type: "INTEGER", nullable: true),
                    LastAt = table.Column<long>(type: "INTEGER", nullable: true),
                    LastRunId = table.Column<byte[]>(type: "BLOB", nullable: true),
                    Queued = table.Column<string>(type: "TEXT", nullable: true),
                    Problem = table.Column<string>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Schedules", x => new { x.Workflow, x.Name });
                });

            migrationBuilder.CreateTable(
                name: "Signals",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    RunId = table.Column<byte[]>(type: "BLOB", nullable: false),
                    Name = table.Column<string>(type: "TEXT", nullable: false),
                    Payload = table.Column<string>(type: "TEXT", nullable: false),
                    Actor = table.Column<string>(type: "TEXT", nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    TaskId = table.Column<byte[]>(type: "BLOB", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Signals", x => x.Id);
                });

            migrationBuilder.CreateIndex(
                name: "IX_Tasks_DeadlineAt",
                table: "Tasks",
                column: "DeadlineAt",
                filter: "\"DeadlineAt\" IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Tasks_Holds",
                table: "Tasks",
                column: "Holds",
                filter: "\"Holds\" IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Tasks_RunId_StepId_Index_Superseded",
                table: "Tasks",
                columns: new[] { "RunId", "StepId", "Index", "Superseded" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_Tasks_State",
                table: "Tasks",
                column: "State",
                filter: "\"State\" = 'Pending' OR \"State\" = 'Running'");

            migrationBuilder.CreateIndex(
                name: "IX_Runs_CompletedAt",
                table: "Runs",
                column: "CompletedAt",
                filter: "\"CompletedAt\" IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Runs_ParentRunId",
                table: "Runs",
                column: "ParentRunId",
                filter: "\"ParentRunId\" IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Runs_RootRunId",
                table: "Runs",
                column: "RootRunId",
                filter: "\"RootRunId\" IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Runs_Schedule_Workflow",
                table: "Runs",
                columns: new[] { "Schedule", "Workflow" },
                filter: "\"Schedule\" IS NOT NULL AND \"State\" IN ('Running', 'Paused')");

            migrationBuilder.CreateIndex(
                name: "IX_Runs_StartsAt",
                table: "Runs",
                column: "StartsAt",
                filter: "\"StartsAt\" IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_History_ReviewId",
                table: "History",
                column: "ReviewId",
                filter: "\"Trigger\" = 'Comment'");

            migrationBuilder.CreateIndex(
                name: "IX_Decisions_ReviewId_All",
                table: "Decisions",
                column: "ReviewId");

            migrationBuilder.CreateIndex(
                name: "IX_Decisions_ReviewId_Version_Actor",
                table: "Decisions",
                columns: new[] { "ReviewId", "Version", "Actor" },
                unique: true,
                filter: "\"State\" = 'Counted'");

            migrationBuilder.CreateIndex(
                name: "IX_Absences_Until",
                table: "Absences",
                column: "Until");

            migrationBuilder.CreateIndex(
                name: "IX_Schedules_NextAt",
                table: "Schedules",
                column: "NextAt",
                filter: "\"NextAt\" IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Signals_RunId",
                table: "Signals",
                column: "RunId");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "Absences");

            migrationBuilder.DropTable(
                name: "Schedules");

            migrationBuilder.DropTable(
                name: "Signals");

            migrationBuilder.DropIndex(
                name: "IX_Tasks_DeadlineAt",
                table: "Tasks");

            migrationBuilder.DropIndex(
                name: "IX_Tasks_Holds",
                table: "Tasks");

            migrationBuilder.DropIndex(
                name: "IX_Tasks_RunId_StepId_Index_Superseded",
                table: "Tasks");

            migrationBuilder.DropIndex(
                name: "IX_Tasks_State",
                table: "Tasks");

            migrationBuilder.DropIndex(
                name: "IX_Runs_CompletedAt",
                table: "Runs");

            migrationBuilder.DropIndex(
                name: "IX_Runs_ParentRunId",
                table: "Runs");

            migrationBuilder.DropIndex(
                name: "IX_Runs_RootRunId",
                table: "Runs");

            migrationBuilder.DropIndex(
                name: "IX_Runs_Schedule_Workflow",
                table: "Runs");

            migrationBuilder.DropIndex(
                name: "IX_Runs_StartsAt",
                table: "Runs");

            migrationBuilder.DropIndex(
                name: "IX_History_ReviewId",
                table: "History");

            migrationBuilder.DropIndex(
                name: "IX_Decisions_ReviewId_All",
                table: "Decisions");

            migrationBuilder.DropIndex(
                name: "IX_Decisions_ReviewId_Version_Actor",
                table: "Decisions");

            migrationBuilder.DropColumn(
                name: "Awaited",
                table: "Tasks");

            migrationBuilder.DropColumn(
                name: "DeadlineAt",
                table: "Tasks");

            migrationBuilder.DropColumn(
                name: "Holds",
                table: "Tasks");

            migrationBuilder.DropColumn(
                name: "Superseded",
                table: "Tasks");

            migrationBuilder.DropColumn(
                name: "ConcurrencyGroup",
                table: "Runs");

            migrationBuilder.DropColumn(
                name: "Depth",
                table: "Runs");

            migrationBuilder.DropColumn(
                name: "Hops",
                table: "Runs");

            migrationBuilder.DropColumn(
                name: "ParentRunId",
                table: "Runs");

            migrationBuilder.DropColumn(
                name: "ParentTaskId",
                table: "Runs");

            migrationBuilder.DropColumn(
                name: "Past",
                table: "Runs");

            migrationBuilder.DropColumn(
                name: "RootRunId",
                table: "Runs");

            migrationBuilder.DropColumn(
                name: "Schedule",
                table: "Runs");

            migrationBuilder.DropColumn(
                name: "Starter",
                table: "Runs");

            migrationBuilder.DropColumn(
                name: "StartsAt",
                table: "Runs");

            migrationBuilder.DropColumn(
                name: "WaitingFor",
                table: "Runs");

            migrationBuilder.DropColumn(
                name: "ClaimedBy",
                table: "Reviews");

            migrationBuilder.DropColumn(
                name: "ClaimedUntil",
                table: "Reviews");

            migrationBuilder.DropColumn(
                name: "DeferredUntil",
                table: "Reviews");

            migrationBuilder.DropColumn(
                name: "ExpiresAt",
                table: "Reviews");

            migrationBuilder.DropColumn(
                name: "Level",
                table: "Reviews");

            migrationBuilder.DropColumn(
                name: "Reminders",
                table: "Reviews");

            migrationBuilder.DropColumn(
                name: "Channels",
                table: "Outbox");

            migrationBuilder.DropColumn(
                name: "Person",
                table: "Decisions");

            migrationBuilder.DropColumn(
                name: "TimedOut",
                table: "Decisions");

            migrationBuilder.CreateIndex(
                name: "IX_Tasks_RunId_StepId_Index",
                table: "Tasks",
                columns: new[] { "RunId", "StepId", "Index" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_Tasks_State",
                table: "Tasks",
                column: "State",
                filter: "\"State\" IN ('Pending', 'Running', 'AwaitingReview')");

            migrationBuilder.CreateIndex(
                name: "IX_Runs_CompletedAt",
                table: "Runs",
                column: "CompletedAt");
        }
    }
}

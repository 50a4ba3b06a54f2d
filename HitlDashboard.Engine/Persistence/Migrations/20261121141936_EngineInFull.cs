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

            migrationBuilder.AddColumn<string>(
                name: "Past",
                table: "Runs",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "WaitingFor",
                table: "Runs",
                type: "TEXT",
                nullable: true);

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
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
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
                name: "Past",
                table: "Runs");

            migrationBuilder.DropColumn(
                name: "WaitingFor",
                table: "Runs");

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

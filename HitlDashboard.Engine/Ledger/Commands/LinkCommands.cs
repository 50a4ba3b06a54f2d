using System.Text.Json;
using HitlDashboard.Engine.Lifecycle;

namespace HitlDashboard.Engine.Ledger.Commands;

/// <summary>Gives a run a signal. The answer says whether a step took it at once; otherwise it is kept.</summary>
internal sealed record SendSignalCommand(Actor Actor, RunId RunId, string Name, JsonElement Payload) : LedgerCommand<bool>(Actor);

/// <summary>Lets a run begin whose instant came.</summary>
internal sealed record BeginRunCommand(Actor Actor, RunId RunId) : LedgerCommand<RunState>(Actor);

/// <summary>Acts on a schedule's instants.</summary>
/// <param name="Actor">The engine.</param>
/// <param name="Workflow">The workflow.</param>
/// <param name="Schedule">The schedule's name.</param>
/// <param name="First">The oldest instant that was not acted on, as it was seen.</param>
/// <param name="Due">What is to be done.</param>
internal sealed record FireScheduleCommand(Actor Actor, string Workflow, string Schedule, DateTimeOffset First, DueOccurrences Due) : LedgerCommand<int>(Actor);

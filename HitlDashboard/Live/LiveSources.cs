using HitlDashboard.Engine.Events;
using HitlDashboard.Engine.Runs;
using HitlDashboard.SignIn;

namespace HitlDashboard.Live;

/// <summary>What live connections are fed from.</summary>
internal sealed record LiveSources(IEventBus Bus, HistoryQueries History, WallReader Wall, AccountRoster Roster, LiveSeats Seats, TimeProvider Clock, ILogger<LiveSources> Log);

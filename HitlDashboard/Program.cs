using HitlDashboard.CommandLine;

return await Verbs.RunAsync(args);

using HitlDashboard.Bench;

return args switch
{
    ["drive", var server, var key, var repository] => await MainJob.DriveAsync(server, key, repository),
    ["empty", var url] => await EmptyServer.RunAsync(url),
    ["scenario", .. var names] => await ScenarioTable.RunAsync(names),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("Usage: scenario all|p1…p6|p8…p11 [--json] | drive SERVER KEY REPOSITORY | empty URL");
    return 2;
}

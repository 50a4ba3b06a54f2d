using HitlDashboard.App;
using HitlDashboard.CommandLine;
using HitlDashboard.Tests.Support;
using Xunit;

namespace HitlDashboard.Tests.Dashboard.CommandLine;

public sealed class ValidateVerbTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly StringWriter _output = new();
    private readonly StringWriter _errors = new();

    public void Dispose()
    {
        _folder.Dispose();
        _output.Dispose();
        _errors.Dispose();
    }

    [Fact]
    public async Task Validate_BrokenFile_GivesItsPlaceAndOne()
    {
        var file = _folder.File("broken.yaml");
        await File.WriteAllTextAsync(file, "name: broken\nstepz: []\n");

        var exitCode = await ValidateAsync(file);

        Assert.Equal(1, exitCode);
        Assert.Contains($"{file}(2,", _errors.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Validate_CalendarThatTheSettingsDoNotHave_IsNamed()
    {
        var file = _folder.File("hours.yaml");
        await File.WriteAllTextAsync(file, "name: hours\nsteps:\n  - { id: a, uses: set, review: { due: { within: 4h, calendar: ofice } } }\n");

        Assert.Equal(1, await ValidateAsync(file));
        Assert.Contains("there is no calendar 'ofice' in the settings", _errors.ToString(), StringComparison.Ordinal);
        Assert.Contains("'office'", _errors.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Validate_MissingFile_SaysSo()
    {
        Assert.Equal(1, await ValidateAsync(_folder.File("nowhere.yaml")));
        Assert.Contains("there is no such file", _errors.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Validate_Samples_AreValid()
    {
        Assert.Equal(0, await ValidateAsync(Path.Combine(HomeFolder.Find(), "workflows")));
        Assert.Contains("valid", _output.ToString(), StringComparison.Ordinal);
    }

    private Task<int> ValidateAsync(string file) => ValidateVerb.ValidateAsync([file], ["always", "office"], _output, _errors, CancellationToken.None);
}

using HitlDashboard.Engine.Lifecycle;
using HitlDashboard.Ui;
using Microsoft.AspNetCore.Components;

namespace HitlDashboard.SignIn.People;

/// <summary>The keys of programs and workers.</summary>
public sealed partial class ApiKeysPage
{
    private IReadOnlyList<ApiKeyRow>? _keys;
    private ApiKeyRow? _toRevoke;
    private string? _mistake;
    private string? _issued;
    private string _name = "";
    private string _role = Policies.Worker;
    private int _days = 90;
    private bool _isBusy;

    [Inject]
    private ApiKeys Keys { get; init; } = default!;

    [Inject]
    private CurrentActor CurrentActor { get; init; } = default!;

    [Inject]
    private TimeProvider Clock { get; init; } = default!;

    /// <inheritdoc />
    protected override Task OnInitializedAsync() => ReadAsync();

    private Status StateOf(ApiKeyRow key) => key switch
    {
        { RevokedAt: not null } => new Status("Revoked", Tone.Neutral, "lock"),
        { ExpiresAt: { } end } when end <= Clock.GetUtcNow() => new Status("Expired", Tone.Warning, "clock"),
        _ => new Status("Active", Tone.Good, "check"),
    };

    private async Task ReadAsync() => _keys = await Keys.ListAsync(CancellationToken.None);

    private Task CreateAsync() => ChangeAsync(async actor =>
    {
        (_issued, _mistake) = await Keys.CreateAsync(_name, Policies.RoleOf(_role) ?? Role.Worker, actor.Name, TimeSpan.FromDays(_days));
        _name = _mistake is null ? "" : _name;
    });

    private async Task RevokeAsync(ApiKeyRow key)
    {
        await ChangeAsync(_ => Keys.RevokeAsync(key.Name));
        _toRevoke = null;
    }

    private async Task ChangeAsync(Func<Actor, Task> change)
    {
        if (_isBusy)
        {
            return;
        }

        _isBusy = true;
        _mistake = null;
        try
        {
            // The page was opened by an administrator; whether they still are one is asked now.
            var actor = await CurrentActor.GetAsync();
            if (actor.Role != Role.Admin)
            {
                _mistake = "This needs the role admin.";
                return;
            }

            await change(actor);
            await ReadAsync();
        }
        catch (UnauthorizedAccessException refusal)
        {
            _mistake = refusal.Message;
        }
        finally
        {
            _isBusy = false;
        }
    }
}

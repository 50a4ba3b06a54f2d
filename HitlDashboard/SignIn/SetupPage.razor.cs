using Microsoft.AspNetCore.Components;

namespace HitlDashboard.SignIn;

/// <summary>Makes the first administrator; answers only while there is no user and only with the token from the console.</summary>
public sealed partial class SetupPage
{
    private IReadOnlyList<string> _mistakes = [];

    [CascadingParameter]
    private HttpContext Context { get; set; } = default!;

    [SupplyParameterFromForm(Name = "name", FormName = "setup")]
    private string? Name { get; set; }

    [SupplyParameterFromForm(Name = "password", FormName = "setup")]
    private string? Password { get; set; }

    [SupplyParameterFromForm(Name = "token", FormName = "setup")]
    private string? PostedToken { get; set; }

    [SupplyParameterFromQuery(Name = "token")]
    private string? QueriedToken { get; set; }

    [Inject]
    private SignInDesk Desk { get; init; } = default!;

    [Inject]
    private SetupLink Link { get; init; } = default!;

    [Inject]
    private AccountRoster Roster { get; init; } = default!;

    [Inject]
    private NavigationManager Navigation { get; init; } = default!;

    private string? Token => PostedToken ?? QueriedToken;

    private bool IsOpen => Roster.IsEmpty && Link.IsValid(Token);

    private string Lead => (Roster.IsEmpty, IsOpen) switch
    {
        (false, _) => "There is an administrator already: sign in.",
        (true, true) => "This makes the first administrator. Everybody else is added under Settings.",
        (true, false) => "This link was used already, or is too old: restart the server to get a new one.",
    };

    private async Task SetUpAsync()
    {
        var answer = await Desk.SetUpAsync(Context, Token, (Name ?? "").Trim(), Password ?? "");
        if (answer.Mistake is null)
        {
            Navigation.NavigateTo("/inbox");
            return;
        }

        Context.Response.StatusCode = answer.Status;
        _mistakes = [answer.Mistake];
    }
}

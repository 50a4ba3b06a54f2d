using Microsoft.AspNetCore.Components;

namespace HitlDashboard.SignIn;

/// <summary>Name and password, without a circuit. Wrong name, wrong password and disabled account look and last the same.</summary>
public sealed partial class SignInPage
{
    private IReadOnlyList<string> _mistakes = [];

    [CascadingParameter]
    private HttpContext Context { get; set; } = default!;

    [SupplyParameterFromForm(Name = "name", FormName = "signin")]
    private string? Name { get; set; }

    [SupplyParameterFromForm(Name = "password", FormName = "signin")]
    private string? Password { get; set; }

    [SupplyParameterFromForm(Name = "returnUrl", FormName = "signin")]
    private string? PostedReturnUrl { get; set; }

    [SupplyParameterFromQuery(Name = "returnUrl")]
    private string? QueriedReturnUrl { get; set; }

    [Inject]
    private SignInDesk Desk { get; init; } = default!;

    [Inject]
    private AccountRoster Roster { get; init; } = default!;

    [Inject]
    private NavigationManager Navigation { get; init; } = default!;

    private string ReturnUrl => LocalUrl.Or(PostedReturnUrl ?? QueriedReturnUrl, "/inbox");

    private string? Lead => Roster.IsEmpty ? "There is no user yet: open the set-up link that the server printed when it started." : null;

    private async Task SignInAsync()
    {
        var answer = await Desk.SignInAsync(Context, Name ?? "", Password ?? "");
        if (answer.NextPage is not null)
        {
            Navigation.NavigateTo(answer.NextPage);
        }
        else if (answer.Mistake is null)
        {
            Navigation.NavigateTo(ReturnUrl);
        }
        else
        {
            Context.Response.StatusCode = answer.Status;
            _mistakes = [answer.Mistake];
        }
    }
}

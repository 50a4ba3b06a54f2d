using Microsoft.AspNetCore.Components;

namespace HitlDashboard.SignIn;

/// <summary>Changes a password; the way in for whoever got a one-time password. Ends the sessions from before.</summary>
public sealed partial class PasswordPage
{
    private IReadOnlyList<string> _mistakes = [];

    [CascadingParameter]
    private HttpContext Context { get; set; } = default!;

    [SupplyParameterFromForm(Name = "name", FormName = "password")]
    private string? Name { get; set; }

    [SupplyParameterFromForm(Name = "current", FormName = "password")]
    private string? Current { get; set; }

    [SupplyParameterFromForm(Name = "next", FormName = "password")]
    private string? Next { get; set; }

    [SupplyParameterFromQuery(Name = "name")]
    private string? QueriedName { get; set; }

    [Inject]
    private SignInDesk Desk { get; init; } = default!;

    [Inject]
    private NavigationManager Navigation { get; init; } = default!;

    private async Task ChangeAsync()
    {
        var answer = await Desk.ChangePasswordAsync(Context, Name ?? "", Current ?? "", Next ?? "");
        if (answer.Mistake is null)
        {
            Navigation.NavigateTo("/inbox");
            return;
        }

        Context.Response.StatusCode = answer.Status;
        _mistakes = [answer.Mistake];
    }
}

using HitlDashboard.App;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace HitlDashboard.SignIn;

internal static class SignInServices
{
    private const string CookieOrKey = "CookieOrKey";

    // What OWASP asks of PBKDF2 with SHA-512.
    private const int PasswordIterations = 210_000;

    public static void AddSignIn(this IServiceCollection services, DataFolder data)
    {
        services.AddDbContextFactory<AccountsContext>(options => options.UseSqlite($"Data Source={data.AccountsFile}"));
        services.AddDataProtection().SetApplicationName("HitlDashboard").PersistKeysToFileSystem(new DirectoryInfo(data.KeysDirectory));
        services.AddSingleton<AccountsDatabase>().AddSingleton<AccountRoster>().AddSingleton<Accounts>().AddSingleton<ApiKeys>();
        services.AddSingleton<SignInDesk>().AddSingleton<SetupLink>().AddSingleton<SignInThrottle>().AddSingleton<FirstStart>();
        services.AddScoped<CurrentActor>();
        services.AddScoped<AuthenticationStateProvider, AccountStateProvider>();
        services.AddCascadingAuthenticationState();
        services.AddSingleton<IAuthorizationMiddlewareResultHandler, AuthorizationAnswers>();
        services.AddAuthorization(Policies.Add);
        AddPasswords(services);
        AddSchemes(services);
    }

    private static void AddPasswords(IServiceCollection services)
    {
        services.AddIdentityCore<Account>(options =>
            {
                options.User.AllowedUserNameCharacters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._@";

                // PasswordRules says it all in one sentence; these would add theirs.
                options.Password = new PasswordOptions
                {
                    RequiredLength = 1, RequireDigit = false, RequireLowercase = false, RequireUppercase = false, RequireNonAlphanumeric = false, RequiredUniqueChars = 0,
                };
            })
            .AddPasswordValidator<PasswordRules>()
            .AddEntityFrameworkStores<AccountsContext>()
            .AddDefaultTokenProviders();
        services.Configure<PasswordHasherOptions>(options => options.IterationCount = PasswordIterations);
    }

    private static void AddSchemes(IServiceCollection services) => services
        .AddAuthentication(CookieOrKey)
        .AddPolicyScheme(CookieOrKey, CookieOrKey, options => options.ForwardDefaultSelector = context =>
            context.Request.Headers.ContainsKey("Authorization") ? ApiKeyHandler.Scheme : CookieAuthenticationDefaults.AuthenticationScheme)
        .AddCookie(SessionCookie.Configure)
        .AddScheme<AuthenticationSchemeOptions, ApiKeyHandler>(ApiKeyHandler.Scheme, _ => { });
}

using Molecule.Gateway;

namespace Molecule.Silo.Demo;

/// <summary>The sample organisation over HTTP, for whoever administers the installation.</summary>
static class DemoEndpoints
{
    public static void AddSampleOrganisation(this IServiceCollection services) => services
        .AddSingleton<SampleOrganisation>()
        .AddHostedService(provider => provider.GetRequiredService<SampleOrganisation>());

    public static void MapSampleOrganisation(this WebApplication app)
    {
        var sample = app.Services.GetRequiredService<SampleOrganisation>();
        app.MapAdmin(
            "GET", "/demo", "Whether the sample organisation may be started, and whether it runs.", http => TellAsync(http, sample));
        app.MapAdmin(
            "POST", "/demo", "Starts the sample organisation. It goes on after a restart.",
            http => DoAsync(http, sample, sample.StartAsync));
        app.MapAdmin(
            "DELETE", "/demo", "Stops the sample organisation and removes its workspaces.",
            http => DoAsync(http, sample, sample.PutAwayAsync));
    }

    static async Task DoAsync(HttpContext http, SampleOrganisation sample, Func<Task> act)
    {
        if (!sample.IsAvailable)
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            await http.Response.WriteAsJsonAsync(
                new DemoError("the sample organisation is not available here: set MOLECULE_DEMO=1"), DemoJson.Default.DemoError);
            return;
        }

        await act();
        await TellAsync(http, sample);
    }

    static Task TellAsync(HttpContext http, SampleOrganisation sample) =>
        http.Response.WriteAsJsonAsync(new DemoStatus(sample.IsAvailable, sample.IsRunning), DemoJson.Default.DemoStatus);
}

/// <summary>What the routes tell.</summary>
sealed record DemoStatus(bool Available, bool Running);

/// <summary>Why they do nothing.</summary>
sealed record DemoError(string Error);

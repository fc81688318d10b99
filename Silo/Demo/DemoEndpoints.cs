namespace Molecule.Silo.Demo;

/// <summary>The sample organisation over HTTP: <c>GET</c> tells, <c>POST</c> starts, <c>DELETE</c> puts away. For operators, as every AA route.</summary>
static class DemoEndpoints
{
    public static void AddSampleOrganisation(this IServiceCollection services) => services
        .AddSingleton<SampleOrganisation>()
        .AddHostedService(provider => provider.GetRequiredService<SampleOrganisation>());

    public static void MapSampleOrganisation(this WebApplication app)
    {
        app.MapGet("/demo", (SampleOrganisation sample) => Tell(sample));
        app.MapPost("/demo", async (SampleOrganisation sample) =>
        {
            if (!sample.IsAvailable) return Unavailable();
            await sample.StartAsync();
            return Tell(sample);
        });
        app.MapDelete("/demo", async (SampleOrganisation sample) =>
        {
            if (!sample.IsAvailable) return Unavailable();
            await sample.PutAwayAsync();
            return Tell(sample);
        });
    }

    static IResult Tell(SampleOrganisation sample) => Results.Json(new { available = sample.IsAvailable, running = sample.IsRunning });

    static IResult Unavailable() => Results.Json(
        new { error = "the sample organisation is not available here: set MOLECULE_DEMO=1" }, statusCode: StatusCodes.Status404NotFound);
}

using Molecule.Gateway.Access.Gates;
using Molecule.Gateway.Endpoints;
using Molecule.Gateway.Endpoints.Description;
using Molecule.Gateway.Hosting;

namespace Molecule.Gateway;

/// <summary>Routes that the program around the gateway adds, behind the gateway's own gates.</summary>
public static class ProgramRoutes
{
    /// <summary>
    /// Adds a route for whoever administers the installation (gate AA; no workspace's token passes). Call it after
    /// <c>MapMoleculeGateway</c>.
    /// </summary>
    /// <param name="app">The program.</param>
    /// <param name="method">HTTP method.</param>
    /// <param name="pattern">Path.</param>
    /// <param name="summary">One sentence for the API description.</param>
    /// <param name="handler">Answers those who are let in; the others have their 401.</param>
    public static void MapAdmin(this WebApplication app, string method, string pattern, string summary, RequestDelegate handler)
    {
        ArgumentNullException.ThrowIfNull(app);
        var gate = app.Services.GetRequiredService<GateSet>().StrictAdmin;
        new ApiRoutes(app).MapRaw(method, pattern, EnterAsync).WithMetadata(new GateName(gate.Name))
            .Describe(new RouteDoc(summary).Sends(200, "done"));

        async Task EnterAsync(HttpContext http)
        {
            var verdict = await Faults.AskTwiceAsync((gate, http), static asked => asked.gate.JudgeAsync(asked.http, ""));
            if (verdict.IsAllowed)
            {
                await handler(http);
            }
            else
            {
                await verdict.Refusal.WriteAsync(http);
            }
        }
    }
}

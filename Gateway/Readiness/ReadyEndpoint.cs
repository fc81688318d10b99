using Microsoft.Extensions.Hosting;
using Molecule.Gateway.Endpoints;
using Molecule.Gateway.Endpoints.Description;
using Molecule.Gateway.Http;

namespace Molecule.Gateway.Readiness;

/// <summary>For load balancers: whether requests should be sent here. A process that is told to stop says no while it finishes what it has.</summary>
sealed class ReadyEndpoint(IEnumerable<IReadinessCheck> checks, IHostApplicationLifetime lifetime, TimeProvider time) : IEndpointGroup
{
    static readonly TimeSpan _patience = TimeSpan.FromSeconds(2);

    static readonly Reply _ready = Reply.Literal(200, "{\"status\":\"ready\"}"u8);
    static readonly Reply _draining = Reply.Literal(503, "{\"status\":\"draining\"}"u8);

    readonly IReadinessCheck[] _checks = [.. checks];

    public void Map(ApiRoutes routes) => routes.MapRaw("GET", "/health/ready", WriteAsync).Describe(
        new RouteDoc("Whether requests should be sent here: 200, or 503 with what is missing.").Gives<ReadyShape>("ready"));

    async Task WriteAsync(HttpContext http) => await (await JudgeAsync(http.RequestAborted)).WriteAsync(http);

    async Task<Reply> JudgeAsync(CancellationToken aborted)
    {
        if (lifetime.ApplicationStopping.IsCancellationRequested) return _draining;
        using var limit = new CancellationTokenSource(_patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, aborted);
        var present = await Task.WhenAll(_checks.Select(check => IsReadyAsync(check, either.Token)));
        var missing = _checks.Where((_, i) => !present[i]).Select(check => check.Name).ToList();
        return missing.Count == 0 ? _ready : Reply.Written(503, json =>
        {
            json.WriteStartObject();
            json.WriteString("status"u8, "unavailable"u8);
            json.WriteStartArray("missing"u8);
            foreach (var name in missing) json.WriteStringValue(name);
            json.WriteEndArray();
            json.WriteEndObject();
        });
    }

    static async Task<bool> IsReadyAsync(IReadinessCheck check, CancellationToken cancellationToken)
    {
        try
        {
            return await check.IsReadyAsync(cancellationToken).WaitAsync(cancellationToken);
        }
        catch (Exception)
        {
            // The probe reports it; the log of whoever needs the thing says why.
            return false;
        }
    }
}

/// <summary>The probe's answer, for the API description.</summary>
sealed record ReadyShape(string Status, string[]? Missing);

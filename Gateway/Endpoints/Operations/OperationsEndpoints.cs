using System.Text;
using Molecule.Gateway.Access.Gates;
using Molecule.Gateway.Endpoints.Description;
using Molecule.Gateway.Hosting.Metrics;
using Molecule.Gateway.Http;
using Molecule.Grains;

namespace Molecule.Gateway.Endpoints.Operations;

/// <summary>Health, metrics and the background loops' ticks (contract, 3.6).</summary>
sealed class OperationsEndpoints(GateSet gates, MetricsPage metrics, BackgroundLoops loops, TimeProvider time) : IEndpointGroup
{
    static readonly Reply Ok = Reply.Literal(200, "{\"status\":\"ok\"}"u8);

    public void Map(ApiRoutes routes)
    {
        routes.MapRaw("GET", "/health", http => Ok.WriteAsync(http).AsTask()).Describe(
            new RouteDoc("Whether the process answers. Looks at nothing else.").Gives<StatusReply>("ok"));
        routes.MapRaw("GET", "/metrics", WriteMetricsAsync).Describe(
            new RouteDoc("Figures in the Prometheus text format, version 0.0.4.").Sends(200, "the figures"));
        routes.Map("GET", "/admin/liveness", gates.Admin, _ => new(ListLoops())).Describe(
            new RouteDoc("When each background loop last went round.").Gives<LivenessShape>("the loops"));
    }

    async Task WriteMetricsAsync(HttpContext http)
    {
        var text = Encoding.UTF8.GetBytes(metrics.Write());
        http.Response.ContentType = PrometheusText.ContentType;
        http.Response.ContentLength = text.Length;
        await http.Response.BodyWriter.WriteAsync(text);
    }

    Reply ListLoops()
    {
        var now = time.GetUtcNow();
        return Reply.Written(200, json =>
        {
            json.WriteStartObject();
            json.WriteStartObject("subsystems"u8);
            foreach (var (name, at) in loops.LastTicks.OrderBy(tick => tick.Key, StringComparer.Ordinal))
            {
                json.WriteStartObject(name);
                json.WriteTime("last_tick_at"u8, at);
                json.WriteNumber("seconds_ago"u8, Math.Max(0, (long)(now - at).TotalSeconds));
                json.WriteEndObject();
            }

            json.WriteEndObject();
            json.WriteEndObject();
        });
    }
}

/// <summary>The background loops, for the API description.</summary>
sealed record LivenessShape(Dictionary<string, LoopShape> Subsystems);

/// <summary>A background loop, for the API description.</summary>
sealed record LoopShape(DateTimeOffset LastTickAt, long SecondsAgo);

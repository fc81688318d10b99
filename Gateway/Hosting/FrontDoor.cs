using Molecule.Gateway.Hosting.Cors;
using Molecule.Gateway.Hosting.Headers;
using Molecule.Gateway.Hosting.Hosts;
using Molecule.Gateway.Hosting.Limits;
using Molecule.Gateway.Hosting.Metrics;
using Molecule.Gateway.Http;
using Molecule.Gateway.Proxies;
using Molecule.Grains;

namespace Molecule.Gateway.Hosting;

/// <summary>
/// What every request passes before its route, in the contract's order (3.1), and what catches what its route did not. One middleware
/// instead of seven:
/// the order can be read, and the hot path pays for one frame.
/// </summary>
sealed partial class FrontDoor(
    HostRule hosts, CorsRule cors, RequestLimits limits, RequestMetrics metrics, TenantGuard tenant, Upstreams upstreams, TimeProvider time,
    ILogger<FrontDoor> logger, ITenure? tenure = null)
{
    static readonly Reply ForeignHost = Errors.Of(403, "host not allowed");

    /// <summary>Lets a request in.</summary>
    public async Task EnterAsync(HttpContext http, RequestDelegate next)
    {
        // Kestrel goes on with a connection's next request where its last one ended, and that may be where its answer was found (decision 0027).
        if (!Thread.CurrentThread.IsThreadPoolThread)
        {
            await Task.Yield();
        }

        SecurityHeaders.Apply(http);
        if (!hosts.Admits(http.Request.Host))
        {
            await ForeignHost.WriteAsync(http);
            return;
        }

        if (!cors.Apply(http))
        {
            return;
        }

        if (limits.Take(http) is { } tooMany)
        {
            await tooMany.WriteAsync(http);
            return;
        }

        var started = time.GetTimestamp();
        try
        {
            if (!tenant.IsOff && !await tenant.AdmitsAsync(http))
            {
                http.Response.StatusCode = StatusCodes.Status404NotFound;
                http.Response.ContentLength = 0;
            }
            else if (tenure is { IsHeld: false } && !IsOperation(http.Request.Path))
            {
                // Whoever asks again is to find another gateway, not this one over the same connection.
                http.Response.Headers.Connection = "close";
                await Errors.Moving.WriteAsync(http);
            }
            else if (!Unrouted.Redirects(http))
            {
                await next(http);
                if (Unrouted.IsUnanswered(http) && !await upstreams.TryAnswerAsync(http))
                {
                    await Unrouted.SayNotFoundAsync(http);
                }
            }
        }
        catch (Exception fault) when (http.RequestAborted.IsCancellationRequested && fault is (OperationCanceledException or IOException))
        {
            // Nobody is left to answer.
        }
        catch (Exception fault)
        {
            await AnswerAsync(http, fault);
        }
        finally
        {
            metrics.Record(http, time.GetElapsedTime(started));
        }
    }

    static bool IsOperation(PathString path) => path.StartsWithSegments("/health") || path.StartsWithSegments("/metrics");

    async Task AnswerAsync(HttpContext http, Exception fault)
    {
        var reply = Faults.ReplyTo(fault, http.GetEndpoint());
        if (reply.Status >= 500)
        {
            var route = http.GetEndpoint()?.Metadata.GetMetadata<RouteLabel>()?.Path ?? RouteLabel.Unmatched;
            if (Faults.IsMove(fault))
            {
                LogMove(logger, fault, http.Request.Method, route);
            }
            else
            {
                LogFault(logger, fault, http.Request.Method, route);
            }
        }

        if (http.Response.HasStarted || http.Response.BodyWriter is { CanGetUnflushedBytes: true, UnflushedBytes: > 0 })
        {
            http.Abort(); // So that what was cut off does not look whole.
            return;
        }

        // Whatever the handler began is dropped; what was decided before it stays.
        http.Response.Headers.ContentLength = null;
        await reply.WriteAsync(http);
    }
}

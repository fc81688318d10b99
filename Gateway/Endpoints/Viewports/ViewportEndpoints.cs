using Molecule.Gateway.Access;
using Molecule.Gateway.Access.Gates;
using Molecule.Gateway.Endpoints.Description;
using Molecule.Gateway.Http;
using Molecule.Grains.Orgs;

namespace Molecule.Gateway.Endpoints.Viewports;

/// <summary>Where the canvas looks: one viewport for everybody (data-plane contract, 22).</summary>
sealed partial class ViewportEndpoints(IGrainFactory grains, GateSet gates, ILogger<ViewportEndpoints> logger) : IEndpointGroup
{
    static readonly Reply Invalid = Errors.Of(400, "invalid viewport data");
    static readonly Reply Saved = Reply.Literal(200, "{\"status\":\"saved\"}"u8);

    public void Map(ApiRoutes routes)
    {
        routes.Map("GET", "/canvas/viewport", gates.Open, GetAsync).Describe(
            new RouteDoc("Where the canvas looks.").Gives<ViewportReply>("the viewport, or the default"));
        routes.Map("PUT", "/canvas/viewport", gates.Canvas, PutAsync).Describe(
            new RouteDoc("Moves the canvas for everybody.")
                .Takes<ViewportBody>().Gives<StatusReply>("saved").Refuses(400, "invalid viewport data").Fails("failed to save viewport"));
    }

    async ValueTask<Reply> GetAsync(ApiCall call)
    {
        var viewport = Viewport.Default;
        try
        {
            viewport = await grains.Org(call.Org).GetViewportAsync();
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            // The canvas must come up even when the store does not.
            LogUnread(logger, fault);
        }

        return Reply.Json(200, new ViewportReply(viewport.X, viewport.Y, viewport.Zoom), GatewayJsonContext.Default.ViewportReply);
    }

    async ValueTask<Reply> PutAsync(ApiCall call)
    {
        var read = await RequestBody.ReadAsync(call.Http, GatewayJsonContext.Default.ViewportBody, Invalid);
        if (!read.IsRead)
        {
            return read.Refusal;
        }

        var (x, y, zoom) = (read.Value.X ?? 0, read.Value.Y ?? 0, read.Value.Zoom ?? 0);
        if (!double.IsFinite(x) || !double.IsFinite(y) || !double.IsFinite(zoom) || zoom <= 0)
        {
            return Invalid;
        }

        await grains.Org(call.Org).SetViewportAsync(new Viewport(x, y, zoom));
        return Saved;
    }
}

/// <summary>A viewport to be kept. What is absent is 0, and a zoom of 0 is refused.</summary>
sealed record ViewportBody(double? X, double? Y, double? Zoom);

/// <summary>Where the canvas looks.</summary>
sealed record ViewportReply(double X, double Y, double Zoom);

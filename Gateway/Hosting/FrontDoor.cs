using Molecule.Gateway.Http;

namespace Molecule.Gateway.Hosting;

/// <summary>What every request passes before its route, in the contract's order (3.1), and what catches what its route did not.</summary>
sealed partial class FrontDoor(ILogger<FrontDoor> logger)
{
    /// <summary>Lets a request in.</summary>
    public async Task EnterAsync(HttpContext http, RequestDelegate next)
    {
        try
        {
            await next(http);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // Nobody is left to answer.
        }
        catch (Exception fault) when (!http.Response.HasStarted)
        {
            LogFault(logger, fault, http.Request.Method, http.GetEndpoint()?.DisplayName);
            await Errors.Internal.WriteAsync(http);
        }
    }
}

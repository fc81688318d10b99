using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Molecule.Grains;

/// <summary>The end of the program that grains run in.</summary>
static class ProgramLifetime
{
    /// <summary>Cancelled when the program begins to stop. Grains that run without a host, as in simulations, are never told.</summary>
    public static CancellationToken ProgramStopping(this IServiceProvider services) =>
        services.GetService<IHostApplicationLifetime>()?.ApplicationStopping ?? CancellationToken.None;
}

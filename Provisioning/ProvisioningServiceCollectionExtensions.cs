using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Molecule.Provisioning;

/// <summary>Registers where agents live.</summary>
public static class ProvisioningServiceCollectionExtensions
{
    /// <summary>Registers <see cref="IProvisioner"/>: no backend, unless one is registered already.</summary>
    public static IServiceCollection AddMoleculeProvisioning(this IServiceCollection services)
    {
        services.TryAddSingleton<IProvisioner, NoProvisioner>();
        return services;
    }
}

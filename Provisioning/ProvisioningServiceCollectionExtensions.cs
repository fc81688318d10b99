using System.Runtime.Versioning;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Molecule.Provisioning.Process;

namespace Molecule.Provisioning;

/// <summary>Registers where agents live.</summary>
public static class ProvisioningServiceCollectionExtensions
{
    /// <summary>Registers <see cref="IProvisioner"/>: child processes when there are options for them, else no backend; unless one is registered already.</summary>
    public static IServiceCollection AddMoleculeProvisioning(this IServiceCollection services, ProcessProvisionerOptions? processes = null)
    {
        if (processes is null)
        {
            services.TryAddSingleton<IProvisioner, NoProvisioner>();
            return services;
        }

        if (OperatingSystem.IsWindows())
            throw new PlatformNotSupportedException("Agents as child processes need a POSIX shell.");
        AddProcesses(services, processes);
        return services;
    }

    [UnsupportedOSPlatform("windows")]
    static void AddProcesses(IServiceCollection services, ProcessProvisionerOptions processes)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(processes);
        services.AddSingleton<ProcessProvisioner>();
        services.TryAddSingleton<IProvisioner>(provider => provider.GetRequiredService<ProcessProvisioner>());
        services.AddHostedService(provider => provider.GetRequiredService<ProcessProvisioner>());
    }
}

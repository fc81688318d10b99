using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Molecule.Grains.Activity;
using Molecule.Grains.Delegations;
using Molecule.Grains.Orgs;
using Molecule.Grains.Templates;
using Molecule.Grains.Tokens;
using Molecule.Grains.Usage;

namespace Molecule.Grains;

/// <summary>Registers what the grains need of their process.</summary>
public static class GrainsServiceCollectionExtensions
{
    /// <summary>
    /// Registers the grains' services and background loops. The engine itself, Storage, Provisioning and the A2A carrier are registered elsewhere;
    /// the engine's hosted service must be registered before this, so that it starts first.
    /// </summary>
    public static IServiceCollection AddMoleculeGrains(this IServiceCollection services, GrainsOptions? options = null)
    {
        services.TryAddSingleton(options ?? new GrainsOptions());
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<BackgroundLoops>();
        services.TryAddSingleton<IIdSource, RandomIds>();

        services.TryAddSingleton<ITemplates, NoTemplates>();
        services.TryAddSingleton<OrgTrees>();
        services.TryAddSingleton<OrgNeeds>();
        services.TryAddSingleton<BoardPost>();
        services.TryAddSingleton<DelegationSlots>();
        services.TryAddSingleton<ActivityBroadcast>();
        services.TryAddSingleton<ActivityPublisher>();
        services.TryAddSingleton<IActivityPublisher>(provider => provider.GetRequiredService<ActivityPublisher>());
        services.AddHostedService(provider => provider.GetRequiredService<ActivityPublisher>());

        services.TryAddSingleton<LastUses>();
        services.TryAddSingleton<ILastUses>(provider => provider.GetRequiredService<LastUses>());
        services.AddHostedService(provider => provider.GetRequiredService<LastUses>());

        services.TryAddSingleton<TokenMeter>();
        services.AddHostedService(provider => provider.GetRequiredService<TokenMeter>());

        services.TryAddSingleton<OrgWaker>();
        services.AddHostedService(provider => provider.GetRequiredService<OrgWaker>());
        return services;
    }
}

using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Molecule.Grains.Templates;

namespace Molecule.Provisioning.Templates;

/// <summary>Registers where templates are kept.</summary>
public static class TemplateServices
{
    /// <summary>Registers <see cref="ITemplates"/>: those in a directory, or none; unless it is registered already.</summary>
    /// <param name="services">The program's services.</param>
    /// <param name="directory">The directory; it need not exist yet. Null: no templates.</param>
    public static IServiceCollection AddMoleculeTemplates(this IServiceCollection services, string? directory)
    {
        services.TryAddSingleton(TimeProvider.System);
        if (directory is null)
            services.TryAddSingleton<ITemplates, NoTemplates>();
        else
            services.TryAddSingleton<ITemplates>(provider => new TemplateDirectory(
                directory, provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<TemplateDirectory>>()));
        return services;
    }
}

using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Orleans.Embedded;

namespace Molecule.Storage.Reminders;

/// <summary>Registration of the embedded engine's reminders. Not part of a build on Orleans, which brings its own.</summary>
public static class ReminderServiceCollectionExtensions
{
    /// <summary>Makes the embedded engine's reminders outlive the process. Needs <c>AddMoleculeStorage</c>.</summary>
    public static IServiceCollection AddMoleculeReminders(this IServiceCollection services) =>
        services.Replace(ServiceDescriptor.Singleton<IReminderStore, ReminderStore>());
}

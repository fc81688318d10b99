using Molecule.Gateway;
using Molecule.Grains;
using Molecule.Provisioning;
using Molecule.Provisioning.Process;
using Molecule.Provisioning.Templates;
using Molecule.Silo.Settings;
using Molecule.Storage;

namespace Molecule.Silo.Hosting;

/// <summary>Registers the rooms of the house with the settings that each understands.</summary>
static class Rooms
{
    public static void AddRooms(this IServiceCollection services, SiloSettings settings, PlatformAddress platform)
    {
        services.AddMoleculeStorage(settings.Storage);
        services.AddMoleculeProvisioning(settings.Processes is { } processes ? OptionsOf(processes, settings.Data, platform) : null);
        services.AddMoleculeTemplates(settings.TemplateDirectory);
        services.AddMoleculeGrains(settings.Grains);
        services.AddMoleculeGateway(settings.Gateway);
    }

    static ProcessProvisionerOptions OptionsOf(ProcessSettings processes, DataDirectory data, PlatformAddress platform) => new()
    {
        Directory = data.File("agents"),
        Command = processes.Command,
        CommandsByRuntime = processes.CommandsByRuntime,
        Environment = processes.Environment,
        PlatformUrl = () => platform.Url,
    };
}

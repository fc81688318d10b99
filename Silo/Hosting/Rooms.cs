using Molecule.Gateway;
using Molecule.Grains;
using Molecule.Provisioning;
using Molecule.Silo.Settings;
using Molecule.Storage;

namespace Molecule.Silo.Hosting;

/// <summary>Registers the rooms of the house with the settings that each understands.</summary>
static class Rooms
{
    public static void AddRooms(this IServiceCollection services, SiloSettings settings)
    {
        services.AddMoleculeStorage(settings.Storage);
        services.AddMoleculeProvisioning();
        services.AddMoleculeGrains(settings.Grains);
        services.AddMoleculeGateway(settings.Gateway);
    }
}

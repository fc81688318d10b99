using Orleans.Configuration;

namespace Molecule.Contract.Tests.Support;

partial class Server
{
    static partial void BePatient(IServiceCollection services) =>
        services.Configure<SiloMessagingOptions>(options => options.ResponseTimeout = TimeSpan.FromMinutes(1));
}

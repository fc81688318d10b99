using Orleans.Embedded;

namespace Molecule.Contract.Tests.Support;

partial class Server
{
    static partial void BePatient(IServiceCollection services) =>
        services.AddSingleton(new EmbeddedEngineOptions { ResponseTimeout = TimeSpan.FromMinutes(1) });
}

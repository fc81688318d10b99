using Molecule.Gateway.Hosting;
using Molecule.Gateway.Tests.Support;

namespace Molecule.Gateway.Tests.Hosting;

/// <summary>Contract 3.2. Whom it turns away is tested over HTTP.</summary>
public sealed class TenantGuardTests
{
    [Fact]
    public void Guard_isOffWithoutATenant() =>
        new TenantGuard(new GatewayOptions(), new World().Canvas, new World().Authenticator).IsOff.ShouldBeTrue();
}

using Molecule.Gateway.Access.Credentials;
using Molecule.Grains;
using Molecule.Grains.Tokens;
using NSubstitute;

namespace Molecule.Gateway.Tests.Access;

public sealed class AuthenticatorTests
{
    static readonly Principal _someone = new(CredentialKind.Org, GrainKeys.DefaultOrg, null, "id", "prefix");

    [Fact]
    public async Task Token_whoseSiloIsGone_isAskedOnceMore()
    {
        var (authenticator, asked) = Create(failures: 1);

        (await authenticator.FindAsync("token"))!.Principal.ShouldBe(_someone);
        asked().ShouldBe(2);
    }

    [Fact]
    public async Task Token_thatIsNowhere_isNotAskedForEver()
    {
        var (authenticator, asked) = Create(failures: int.MaxValue);

        await Should.ThrowAsync<SiloUnavailableException>(() => authenticator.FindAsync("token").AsTask());
        asked().ShouldBe(2);
    }

    static (Authenticator Authenticator, Func<int> Asked) Create(int failures)
    {
        var asked = 0;
        var token = Substitute.For<ITokenGrain>();
        token.AuthenticateAsync().Returns(_ => asked++ < failures ? throw new SiloUnavailableException("gone") : Task.FromResult<Principal?>(_someone));
        var grains = Substitute.For<IGrainFactory>();
        grains.GetGrain<ITokenGrain>(default(string)!).ReturnsForAnyArgs(token);
        return (new Authenticator(grains, new GatewayOptions()), () => asked);
    }
}

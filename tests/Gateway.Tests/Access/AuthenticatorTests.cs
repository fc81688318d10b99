using Molecule.Gateway.Access.Credentials;
using Molecule.Grains;
using Molecule.Grains.Tokens;
using NSubstitute;

namespace Molecule.Gateway.Tests.Access;

public sealed class AuthenticatorTests
{
    static readonly Principal _someone = new(CredentialKind.Org, GrainKeys.DefaultOrg, null, "id", "prefix");

    /// <summary>How a call says that nobody is there.</summary>
    public enum Failing
    {
        Thrown,
        Told,
        ToldLater,
    }

    public static TheoryData<Failing> Ways => [.. Enum.GetValues<Failing>()];

    [Theory, MemberData(nameof(Ways))]
    public async Task Token_whoseSiloIsGone_isAskedOnceMore(Failing way)
    {
        var (authenticator, asked) = Create(failures: 1, way, new SiloUnavailableException("gone"));

        (await authenticator.FindAsync("token"))!.Principal.ShouldBe(_someone);
        asked().ShouldBe(2);
    }

    [Theory, MemberData(nameof(Ways))]
    public async Task Token_thatIsNowhere_isNotAskedForEver(Failing way)
    {
        var (authenticator, asked) = Create(failures: int.MaxValue, way, new SiloUnavailableException("gone"));

        await Should.ThrowAsync<SiloUnavailableException>(() => authenticator.FindAsync("token").AsTask());
        asked().ShouldBe(2);
    }

    [Theory, MemberData(nameof(Ways))]
    public async Task Token_whoseGrainFails_isNotAskedAgain(Failing way)
    {
        var (authenticator, asked) = Create(failures: 1, way, new TimeoutException("late"));

        await Should.ThrowAsync<TimeoutException>(() => authenticator.FindAsync("token").AsTask());
        asked().ShouldBe(1);
    }

    static (Authenticator Authenticator, Func<int> Asked) Create(int failures, Failing way, Exception failure)
    {
        var asked = 0;
        var token = Substitute.For<ITokenGrain>();
        token.AuthenticateAsync().Returns(_ => asked++ >= failures ? Task.FromResult<Principal?>(_someone) : way switch
        {
            Failing.Thrown => throw failure,
            Failing.Told => Task.FromException<Principal?>(failure),
            _ => FailLaterAsync(failure),
        });
        var grains = Substitute.For<IGrainFactory>();
        grains.GetGrain<ITokenGrain>(default(string)!).ReturnsForAnyArgs(token);
        return (new Authenticator(grains, new GatewayOptions()), () => asked);
    }

    static async Task<Principal?> FailLaterAsync(Exception failure)
    {
        await Task.Yield();
        throw failure;
    }
}

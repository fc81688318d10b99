using Molecule.Grains.Orgs;
using Molecule.Grains.Tokens;
using Molecule.MeshSupport;

namespace Molecule.Grains.Tests.Tokens;

public sealed class OrgTokenTests
{
    [Fact]
    public void Org_token_carries_what_it_was_minted_with() => Mesh.Run(async mesh =>
    {
        var token = await mesh.Org.MintTokenAsync("ci", "admin-token", null);

        (await mesh.Token(token.PlainText).AuthenticateAsync())
            .ShouldBe(new Principal(CredentialKind.Org, Mesh.OrgId, null, token.Id, token.Prefix, "ci", "admin-token"));
        (await mesh.Org.GetCredentialStateAsync()).ShouldBe(new OrgCredentialState(0, 1));
    });

    [Fact]
    public void Revoked_org_token_stays_revoked() => Mesh.Run(async mesh =>
    {
        var token = await mesh.Org.MintTokenAsync(null, "session", "org-1");

        (await mesh.Org.RevokeTokenAsync(token.Id)).ShouldBeTrue();
        (await mesh.Org.RevokeTokenAsync(token.Id)).ShouldBeFalse();
        await mesh.RestartAsync();

        (await mesh.Token(token.PlainText).AuthenticateAsync()).ShouldBeNull();
        (await mesh.Org.GetCredentialStateAsync()).LiveOrgTokens.ShouldBe(0);
    });

    [Fact]
    public void Viewport_is_kept() => Mesh.Run(async mesh =>
    {
        (await mesh.Org.GetViewportAsync()).ShouldBe(Viewport.Default);
        await mesh.Org.SetViewportAsync(new Viewport(1, 2, 1.5));
        await mesh.RestartAsync();

        (await mesh.Org.GetViewportAsync()).ShouldBe(new Viewport(1, 2, 1.5));
    });
}

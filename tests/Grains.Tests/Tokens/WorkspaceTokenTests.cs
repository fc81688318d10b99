using Molecule.Grains.Tokens;
using Molecule.Grains.Workspaces;
using Molecule.MeshSupport;
using Molecule.TestSupport.Memory;

namespace Molecule.Grains.Tests.Tokens;

public sealed class WorkspaceTokenTests
{
    [Fact]
    [Row("2.1/tokens")]
    public void Token_is_valid_from_issue_to_revocation() => Mesh.Run(async mesh =>
    {
        var id = await mesh.CreateExternalAsync("dev");
        var token = (await mesh.Workspace(id).IssueTokenAsync()).Token!;

        token.PlainText.Length.ShouldBe(43);
        token.PlainText.ShouldStartWith(token.Prefix);
        (await mesh.Token(token.PlainText).AuthenticateAsync())
            .ShouldBe(new Principal(CredentialKind.Workspace, Mesh.OrgId, id, token.Id, token.Prefix));
        (await mesh.Workspace(id).RevokeTokenAsync(token.Id)).ShouldBeTrue();
        (await mesh.Token(token.PlainText).AuthenticateAsync()).ShouldBeNull();
        (await mesh.Workspace(id).RevokeTokenAsync(token.Id)).ShouldBeFalse();
        mesh.Database.Records.Values.ShouldNotContain(row => row.Json.Contains(token.PlainText, StringComparison.Ordinal));
    });

    [Fact]
    public void Revoked_token_stays_revoked_over_restarts() => Mesh.Run(async mesh =>
    {
        var id = await mesh.CreateExternalAsync("dev");
        var kept = (await mesh.Workspace(id).IssueTokenAsync()).Token!;
        var gone = (await mesh.Workspace(id).IssueTokenAsync()).Token!;
        await mesh.Workspace(id).RevokeTokenAsync(gone.Id);
        await mesh.RestartAsync();

        (await mesh.Token(kept.PlainText).AuthenticateAsync()).ShouldNotBeNull();
        (await mesh.Token(gone.PlainText).AuthenticateAsync()).ShouldBeNull();
        (await mesh.Workspace(id).GetCredentialStateAsync()).ShouldBe(new CredentialState(true, false, 1, true));
    });

    [Fact]
    public void Another_workspaces_token_cannot_be_revoked() => Mesh.Run(async mesh =>
    {
        var mine = await mesh.CreateExternalAsync("mine");
        var other = await mesh.CreateExternalAsync("other");
        var token = (await mesh.Workspace(other).IssueTokenAsync()).Token!;

        (await mesh.Workspace(mine).RevokeTokenAsync(token.Id)).ShouldBeFalse();
        (await mesh.Token(token.PlainText).AuthenticateAsync()).ShouldNotBeNull();
    });

    [Fact]
    public void Fifty_tokens_are_the_limit() => Mesh.Run(async mesh =>
    {
        var id = await mesh.CreateExternalAsync("dev");
        for (var n = 0; n < 50; n++)
            (await mesh.Workspace(id).IssueTokenAsync()).Result.ShouldBe(IssueResult.Issued);

        (await mesh.Workspace(id).IssueTokenAsync()).Result.ShouldBe(IssueResult.TooMany);
        (await mesh.Org.GetCredentialStateAsync()).LiveWorkspaceTokens.ShouldBe(50);
    });

    [Fact]
    public void Test_tokens_have_no_limit_and_the_oldest_of_very_many_makes_room() => Mesh.Run(async mesh =>
    {
        var id = await mesh.CreateExternalAsync("dev");
        var kept = (await mesh.Workspace(id).IssueTokenAsync()).Token!;
        var tests = new List<MintedToken>();
        for (var n = 0; n < 201; n++)
            tests.Add((await mesh.Workspace(id).IssueTestTokenAsync()).Token!);

        (await mesh.Token(tests[0].PlainText).AuthenticateAsync()).ShouldBeNull();
        foreach (var token in (MintedToken[])[kept, tests[1], tests[^1]])
            (await mesh.Token(token.PlainText).AuthenticateAsync()).ShouldNotBeNull();
        (await mesh.Org.GetCredentialStateAsync()).LiveWorkspaceTokens.ShouldBe(201);
    });

    [Fact]
    public void Unknown_credential_is_nobody_and_leaves_nothing() => Mesh.Run(async mesh =>
    {
        (await mesh.Token("guess").AuthenticateAsync()).ShouldBeNull();
        (await mesh.Token("guess").IdentifyAsync()).ShouldBeNull();
        (await mesh.Token("guess").RevokeAsync()).ShouldBeFalse();
        mesh.Database.Records.ShouldBeEmpty();
    });

    // The store is asked once by each activation: it tells when there was a new one.
    [Theory]
    [InlineData("read token")]
    [InlineData("read workspace")]
    public void What_never_was_is_forgotten_a_moment_after_the_last_answer(string read) => Mesh.Run(async mesh =>
    {
        var reads = 0;
        mesh.Faults = operation =>
        {
            reads += operation == read ? 1 : 0;
            return Task.FromResult(MemoryFault.None);
        };
        Task AskAsync() => read == "read token" ? mesh.Token("guess").AuthenticateAsync() : mesh.Workspace("guess").GetAsync();

        await Task.WhenAll(AskAsync(), AskAsync());
        await AskAsync();
        reads.ShouldBe(1);

        await mesh.PassAsync(TimeSpan.FromSeconds(2));
        await AskAsync();
        reads.ShouldBe(2);
    });

    [Fact]
    [Row("2.3/reopen")]
    public void Bootstrap_door_reopens_when_the_last_workspace_goes() => Mesh.Run(async mesh =>
    {
        (await mesh.Org.GetCredentialStateAsync()).IsBootstrap.ShouldBeTrue();
        var id = await mesh.CreateExternalAsync("dev");
        await mesh.Workspace(id).IssueTokenAsync();
        (await mesh.Org.GetCredentialStateAsync()).IsBootstrap.ShouldBeFalse();

        await mesh.Workspace(id).RemoveAsync(new RemoveWorkspace(false, false));

        (await mesh.Org.GetCredentialStateAsync()).IsBootstrap.ShouldBeTrue();
    });

    [Fact]
    public void Authentication_reads_the_store_once() => Mesh.Run(async mesh =>
    {
        var id = await mesh.CreateExternalAsync("dev");
        var token = (await mesh.Workspace(id).IssueTokenAsync()).Token!;
        await mesh.Token(token.PlainText).AuthenticateAsync();
        var reads = mesh.Database.Operations["read token"];

        for (var n = 0; n < 100; n++)
            await mesh.Token(token.PlainText).AuthenticateAsync();

        mesh.Database.Operations["read token"].ShouldBe(reads);
    });

    [Fact]
    [Row("2.1/use")]
    public void Last_use_is_written_in_batches() => Mesh.Run(async mesh =>
    {
        var id = await mesh.CreateExternalAsync("dev");
        var token = (await mesh.Workspace(id).IssueTokenAsync()).Token!;
        await mesh.Token(token.PlainText).AuthenticateAsync();
        var used = mesh.Now;

        await mesh.PassAsync(TimeSpan.FromSeconds(20));

        mesh.Database.LastSeen[(Mesh.OrgId, "token", token.Id)].ShouldBe(used);
    });

    [Theory]
    [InlineData(MemoryFault.BeforeCommit)]
    [InlineData(MemoryFault.AfterCommit)]
    public void Revocation_that_broke_off_is_finished_by_the_next_try(MemoryFault fault) => Mesh.Run(async mesh =>
    {
        var id = await mesh.CreateExternalAsync("dev");
        var token = (await mesh.Workspace(id).IssueTokenAsync()).Token!;
        mesh.Faults = operation => Task.FromResult(operation == "write token" ? fault : MemoryFault.None);
        await Assert.ThrowsAnyAsync<Exception>(() => mesh.Workspace(id).RevokeTokenAsync(token.Id));
        mesh.Faults = null;

        (await mesh.Workspace(id).RevokeTokenAsync(token.Id)).ShouldBeTrue();

        (await mesh.Token(token.PlainText).AuthenticateAsync()).ShouldBeNull();
        (await mesh.Workspace(id).RevokeTokenAsync(token.Id)).ShouldBeFalse();
    });

    [Theory]
    [InlineData(MemoryFault.BeforeCommit, true)]
    [InlineData(MemoryFault.AfterCommit, false)]
    public void Token_whose_revocation_failed_is_what_the_store_says(MemoryFault fault, bool isValid) => Mesh.Run(async mesh =>
    {
        var id = await mesh.CreateExternalAsync("dev");
        var token = mesh.Token((await mesh.Workspace(id).IssueTokenAsync()).Token!.PlainText);
        mesh.Faults = _ => Task.FromResult(fault);
        await Assert.ThrowsAnyAsync<Exception>(token.RevokeAsync);

        // Until the store can be asked, nobody knows.
        await Assert.ThrowsAnyAsync<Exception>(token.AuthenticateAsync);
        mesh.Faults = null;
        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => token.AuthenticateAsync()));

        answers.ShouldAllBe(answer => answer != null == isValid);
    });

    [Fact]
    public void Nobody_is_let_in_while_a_revocation_is_on_its_way() => Mesh.Run(async mesh =>
    {
        var id = await mesh.CreateExternalAsync("dev");
        var token = mesh.Token((await mesh.Workspace(id).IssueTokenAsync()).Token!.PlainText);
        mesh.Faults = async operation =>
        {
            if (operation == "write token")
                await mesh.PassAsync(TimeSpan.FromSeconds(3));
            return MemoryFault.None;
        };

        var revoking = token.RevokeAsync();
        await mesh.PassAsync(TimeSpan.FromSeconds(1));
        var asking = token.AuthenticateAsync();
        await mesh.PassAsync(TimeSpan.FromSeconds(1));
        asking.IsCompleted.ShouldBeFalse();

        (await revoking).ShouldBeTrue();
        (await asking).ShouldBeNull();
    });

    // Whatever fails at any step of issuing or revoking: what the owner lists and what the token's grain says agree in the end.
    [Theory]
    [InlineData(MemoryFault.BeforeCommit, false)]
    [InlineData(MemoryFault.AfterCommit, false)]
    [InlineData(MemoryFault.BeforeCommit, true)]
    [InlineData(MemoryFault.AfterCommit, true)]
    public void Owner_and_token_agree_after_a_failure_at_any_step(MemoryFault fault, bool kill)
    {
        var interrupted = true;
        for (var step = 1; interrupted; step++)
        {
            interrupted = false;
            Mesh.Run(async mesh =>
            {
                var id = await mesh.CreateExternalAsync("dev");
                var old = (await mesh.Workspace(id).IssueTokenAsync()).Token!;
                await mesh.PassAsync(TimeSpan.FromMinutes(2));
                var count = 0;
                mesh.Faults = operation =>
                {
                    if (!operation.StartsWith("write", StringComparison.Ordinal) || ++count != step)
                        return Task.FromResult(MemoryFault.None);
                    interrupted = true;
                    return Task.FromResult(fault);
                };
                string? fresh = null;
                var revoked = false;
                try
                {
                    fresh = (await mesh.Workspace(id).IssueTokenAsync()).Token!.PlainText;
                    revoked = await mesh.Workspace(id).RevokeTokenAsync(old.Id);
                }
                catch (OrleansException)
                {
                    // Told to the caller.
                }

                mesh.Faults = null;
                if (kill)
                    await mesh.RestartAsync();
                await mesh.PassAsync(TimeSpan.FromMinutes(2));

                if (fresh is not null)
                    (await mesh.Token(fresh).AuthenticateAsync()).ShouldNotBeNull();
                if (revoked)
                    (await mesh.Token(old.PlainText).AuthenticateAsync()).ShouldBeNull();
                var oldIsValid = await mesh.Token(old.PlainText).AuthenticateAsync() is not null;
                var valid = (oldIsValid ? 1 : 0) + (fresh is null ? 0 : 1);
                (await mesh.Workspace(id).GetCredentialStateAsync()).LiveTokens.ShouldBe(valid);
                (await mesh.Org.GetCredentialStateAsync()).LiveWorkspaceTokens.ShouldBe(valid);
            });
            step.ShouldBeLessThan(100);
        }
    }
}

using System.Net;
using System.Net.Sockets;
using System.Text;
using Molecule.Composition.Tests.Support;
using Molecule.Reality.Tests.Support;
using Molecule.Sdk.Platform;
using Molecule.TestSupport.Postgres;

namespace Molecule.Composition.Tests;

/// <summary>TLS between the processes of a cluster, both sides showing a certificate.</summary>
public sealed class TlsTests(PostgresServer server)
{
    [Fact]
    public async Task Silos_with_certificates_of_one_authority_form_a_cluster_and_let_nobody_else_in()
    {
        await using var installation = await Installation.CreateAsync(server);
        using var authority = new Authority(installation.Home, "own");
        using var foreign = new Authority(installation.Home, "foreign");
        var silos = new List<Member>();
        for (var i = 0; i < 3; i++) silos.Add(await installation.StartAsync("all", authority.Issue($"silo{i}")));
        var gateway = await installation.StartAsync("gateway", authority.Issue("gateway"));

        // Agents at two silos and at the gateway, whose workspaces are wherever Orleans put them.
        using var user = new Operator(silos[0].Url);
        var lead = await user.CreateAsync("lead", null);
        var member = await user.CreateAsync("member", lead.Id);
        await using var here = new Fleet(silos[1].Url, installation.Home);
        await using var there = new Fleet(gateway.Url, installation.Home);
        var sender = await here.JoinAsync(lead.Id, lead.Token);
        await there.JoinAsync(member.Id, member.Token);
        (await sender.Platform.SendAsync(member.Id, "secret")).ShouldBeOfType<SendOutcome.Replied>(installation.Logs).Text.ShouldBe("done: secret");

        // Neither a silo with a certificate of another authority nor one without any gets in, and the cluster goes on.
        foreach (var intruder in ((string, string)[][])[foreign.Issue("intruder"), []])
        {
            var refused = installation.LaunchAlone("serve", intruder);
            (await refused.EndAsync()).ShouldBe(1, refused.Output);
            refused.Output.ShouldContain("molecule: ");
        }

        foreach (var silo in silos)
        {
            await ShouldHangUpOnPlainTextAsync(silo.SiloPort);
            using var watcher = new Operator(silo.Url);
            (await watcher.StatusAsync("health/ready")).ShouldBe(200, installation.Logs);
        }

        (await sender.Platform.SendAsync(member.Id, "still")).ShouldBeOfType<SendOutcome.Replied>(installation.Logs);
    }

    static async Task ShouldHangUpOnPlainTextAsync(int port)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, port);
        var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(new string('x', 100)));
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(120));
        try
        {
            // At most an alert, then the end.
            while (await stream.ReadAsync(new byte[1000], limit.Token) > 0)
            {
            }
        }
        catch (IOException)
        {
            // Reset, which is an end as well.
        }
    }
}

using Molecule.Grains.A2A;
using Molecule.Grains.Workspaces;
using Molecule.MeshSupport;

namespace Molecule.Grains.Tests.Messages;

public sealed class RouteTests
{
    [Fact]
    [Row("10.1/order 10.1/4 10.1/removed")]
    public void Refusals_come_in_the_order_of_the_contract() => Mesh.Run(async mesh =>
    {
        var root = await mesh.CreateExternalAsync("root");
        var target = await mesh.CreateExternalAsync("target", root);
        var other = await mesh.CreateExternalAsync("other", await mesh.CreateExternalAsync("elsewhere"));
        var noUrl = mesh.NewId();
        await mesh.Workspace(noUrl).CreateAsync(new CreateWorkspace { Name = "new", Runtime = "external", BudgetLimit = 0 });

        (await RouteAsync(mesh, target, Workspace(other))).Kind.ShouldBe(A2ADecisionKind.Forbidden);
        (await RouteAsync(mesh, mesh.NewId(), Workspace(root))).Kind.ShouldBe(A2ADecisionKind.Forbidden);
        (await RouteAsync(mesh, mesh.NewId(), A2ACaller.Canvas)).Kind.ShouldBe(A2ADecisionKind.NotFound);
        (await RouteAsync(mesh, noUrl, A2ACaller.Canvas)).Kind.ShouldBe(A2ADecisionKind.OverBudget);
        await mesh.Workspace(noUrl).SetBudgetAsync(null);
        var refused = await RouteAsync(mesh, noUrl, A2ACaller.Canvas);
        (refused.Kind, refused.Status).ShouldBe((A2ADecisionKind.NoUrl, "awaiting_agent"));
        (await RouteAsync(mesh, target, Workspace(root))).Kind.ShouldBe(A2ADecisionKind.Deliver);
        (await RouteAsync(mesh, target, new A2ACaller(CallerKind.Internal, Label: "system:x"))).Kind.ShouldBe(A2ADecisionKind.Deliver);
        await mesh.Workspace(target).RemoveAsync(new RemoveWorkspace(true, false));
        (await RouteAsync(mesh, target, A2ACaller.Canvas)).Kind.ShouldBe(A2ADecisionKind.NotFound);
    });

    [Fact]
    [Row("10.1/5")]
    public void Budget_is_used_up_at_its_limit() => Mesh.Run(async mesh =>
    {
        var id = await mesh.CreateExternalAsync("dev");
        await mesh.Workspace(id).SetBudgetAsync(100);
        await mesh.BeatAsync(id, new Heartbeat { MonthlySpend = 99 });
        (await RouteAsync(mesh, id, A2ACaller.Canvas)).Kind.ShouldBe(A2ADecisionKind.Deliver);
        await mesh.BeatAsync(id, new Heartbeat { MonthlySpend = 100 });
        (await RouteAsync(mesh, id, A2ACaller.Canvas)).Kind.ShouldBe(A2ADecisionKind.OverBudget);
    });

    [Theory]
    [Row("10.4/ceiling")]
    [InlineData(CallerKind.Canvas, null, null)]
    [InlineData(CallerKind.Self, null, 1800)]
    [InlineData(CallerKind.Internal, null, 1800)]
    [InlineData(CallerKind.Canvas, 60, 60)]
    [InlineData(CallerKind.Self, 0, null)]
    public void Ceiling_is_the_callers_or_the_default(CallerKind kind, int? asked, int? ceiling) => Mesh.Run(async mesh =>
    {
        var id = await mesh.CreateExternalAsync("dev");

        var decision = await mesh.Workspace(id).RouteAsync(new A2ARequest(new A2ACaller(kind, id), asked is { } s ? TimeSpan.FromSeconds(s) : null));

        decision.Ceiling.ShouldBe(ceiling is { } seconds ? TimeSpan.FromSeconds(seconds) : null);
    });

    [Fact]
    [Row("10.4/idle")]
    public void Idle_window_is_the_agents_own_if_it_names_one() => Mesh.Run(async mesh =>
    {
        var id = await mesh.CreateExternalAsync("dev");
        (await RouteAsync(mesh, id, A2ACaller.Canvas)).IdleTimeout.ShouldBe(TimeSpan.FromSeconds(300));
        await mesh.BeatAsync(id, new Heartbeat { Metadata = new AgentMetadata([], 20) });
        (await RouteAsync(mesh, id, A2ACaller.Canvas)).IdleTimeout.ShouldBe(TimeSpan.FromSeconds(20));
        await mesh.BeatAsync(id, new Heartbeat { Metadata = new AgentMetadata([], 0) });
        (await RouteAsync(mesh, id, A2ACaller.Canvas)).IdleTimeout.ShouldBe(TimeSpan.FromSeconds(300));
    });

    static A2ACaller Workspace(string id) => new(CallerKind.Workspace, id);

    static Task<A2ADecision> RouteAsync(Mesh mesh, string target, A2ACaller caller) => mesh.Workspace(target).RouteAsync(new A2ARequest(caller));
}

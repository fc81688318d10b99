using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Molecule.Grains.A2A;
using Molecule.Grains.Tokens;
using Molecule.Grains.Workspaces;
using Molecule.MeshSupport;
using Molecule.Provisioning;

namespace Molecule.Grains.Tests.Agents;

/// <summary>A mesh with a backend that starts agents.</summary>
static class House
{
    public static void Run(Func<Mesh, FakeProvisioner, Task> test, Action<GrainsOptions>? adjust = null, int seed = 1)
    {
        var provisioner = new FakeProvisioner();
        var options = new GrainsOptions();
        adjust?.Invoke(options);
        Mesh.Run(mesh => test(mesh, provisioner), seed, services =>
        {
            services.AddSingleton<IProvisioner>(provisioner);
            services.AddSingleton(options);
        });
    }

    /// <summary>Creates a workspace whose agent the platform starts.</summary>
    public static async Task<string> CreateAsync(this Mesh mesh, string name, string? parent = null, int? idleMinutes = null, string runtime = "langgraph")
    {
        var id = mesh.NewId();
        var outcome = await mesh.Workspace(id).CreateAsync(
            new CreateWorkspace { Name = name, ParentId = parent, HibernationIdleMinutes = idleMinutes, Runtime = runtime });
        outcome.Refusal.ShouldBe(CreateRefusal.None);
        return id;
    }

    /// <summary>The same, and its agent is there.</summary>
    public static async Task<string> CreateOnlineAsync(this Mesh mesh, string name, string? parent = null, int? idleMinutes = null)
    {
        var id = await mesh.CreateAsync(name, parent, idleMinutes);
        await mesh.UntilStartedAsync(id);
        await mesh.BeatAsync(id);
        (await mesh.StatusAsync(id)).ShouldBe(WorkspaceStatus.Online);
        return id;
    }

    /// <summary>Waits until nothing is to be done with the agent's process.</summary>
    public static async Task UntilStartedAsync(this Mesh mesh, string id)
    {
        // Longer and longer: each look costs real time where the engine is a real one.
        var pause = TimeSpan.FromMilliseconds(10);
        for (var end = mesh.Now + TimeSpan.FromMinutes(10); mesh.Record(id).Work is not null; await mesh.PassAsync(pause))
        {
            (mesh.Now < end).ShouldBeTrue("it never came to rest");
            pause = pause * 1.1 < TimeSpan.FromMilliseconds(100) ? pause * 1.1 : TimeSpan.FromMilliseconds(100);
        }
    }

    /// <summary>Ends its activation in the middle of whatever it does: the next write, this one's or the org's sweep's, meets a foreign one.</summary>
    public static async Task SpoilAsync(this Mesh mesh, string id)
    {
        mesh.Usurp(id);
        await Xunit.Record.ExceptionAsync(() => mesh.Workspace(id).SetBudgetAsync(1_000_000));
    }

    public static WorkspaceRecord Record(this Mesh mesh, string id) =>
        JsonSerializer.Deserialize<WorkspaceRecord>(mesh.Database.Records[(WorkspaceRecord.Kind, GrainKeys.Of(Mesh.OrgId, id))].Json)!;

    public static Task<LifecycleOutcome> RestartAsync(this Mesh mesh, string id) => mesh.Workspace(id).RestartAsync(new RestartWorkspace(false));

    public static string PayloadOf(this Mesh mesh, string id, string type) => mesh.Database.Events[Mesh.OrgId].Last(e => e.WorkspaceId == id && e.Type == type).PayloadJson;

    public static async Task<bool> IsValidAsync(this Mesh mesh, string? token) => token is not null && await mesh.Token(token).AuthenticateAsync() is not null;

    /// <summary>Takes every message, and keeps its text and metadata.</summary>
    public static List<(string WorkspaceId, string MessageId, string Text, JsonElement Metadata)> KeepMessages(this Mesh mesh)
    {
        var kept = new List<(string, string, string, JsonElement)>();
        mesh.Agents = (id, _, request, _) =>
        {
            kept.Add(Read(id, request));
            return Task.FromResult(new A2ACarried(A2AOutcome.Answered, 200, "{}"u8.ToArray(), 5));
        };
        return kept;
    }

    public static (string WorkspaceId, string MessageId, string Text, JsonElement Metadata) Read(string id, ReadOnlyMemory<byte> request)
    {
        var message = JsonDocument.Parse(request).RootElement.GetProperty("params").GetProperty("message");
        return (id, message.GetProperty("messageId").GetString()!, message.GetProperty("parts")[0].GetProperty("text").GetString()!, message.GetProperty("metadata"));
    }
}

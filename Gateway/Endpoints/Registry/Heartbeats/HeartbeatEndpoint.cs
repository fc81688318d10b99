using System.Buffers;
using Molecule.Gateway.Access;
using Molecule.Gateway.Access.Credentials;
using Molecule.Gateway.Access.Gates;
using Molecule.Gateway.Endpoints.Description;
using Molecule.Gateway.Hosting;
using Molecule.Gateway.Http;
using Molecule.Grains.Workspaces;

namespace Molecule.Gateway.Endpoints.Registry.Heartbeats;

/// <summary>
/// Agents say that they are alive (contract, 7.2). The hottest route: the body is read where it lies, a known token costs one hash, one
/// look-up and
/// one call to its grain, and every answer is made beforehand.
/// </summary>
sealed class HeartbeatEndpoint(IGrainFactory grains, GateSet gates, Authenticator credentials) : IEndpointGroup
{
    static readonly Reply Ok = Reply.Literal(200, "{\"status\":\"ok\"}"u8);

    public void Map(ApiRoutes routes) =>
        routes.MapRaw("POST", "/registry/heartbeat", BeatAsync).WithMetadata(new GateName(gates.Registry.Name)).Describe(
        new RouteDoc("An agent says that it is alive, and how it fares.")
            .Takes<HeartbeatShape>().Gives<StatusReply>("ok").Refuses(400, "invalid request body", "invalid workspace ID")
            .Refuses(401, "missing workspace auth token", "invalid workspace auth token")
            .Refuses(404, "workspace not found").Refuses(410, "workspace removed").Fails("failed to update"));

    async Task BeatAsync(HttpContext http)
    {
        var reader = http.Request.BodyReader;
        var read = await reader.ReadAsync();
        while (!read.IsCompleted && read.Buffer.Length <= RequestBody.Limit)
        {
            reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
            read = await reader.ReadAsync();
        }

        var isTooLarge = read.Buffer.Length > RequestBody.Limit;
        string id = "";
        var beat = isTooLarge ? null : Parse(read.Buffer, out id);
        reader.AdvanceTo(read.Buffer.End);

        var reply = isTooLarge ? Errors.BodyTooLarge
            : beat is null || id.Length == 0 ? Errors.InvalidRequestBody
            : !WorkspaceId.IsValid(id) ? Errors.InvalidWorkspaceId
            : await BeatAsync(http, id, beat);
        await reply.WriteAsync(http);
    }

    static Heartbeat? Parse(in ReadOnlySequence<byte> body, out string id) =>
        HeartbeatReader.Read(JsonText.Repair(body.IsSingleSegment ? body.FirstSpan : body.ToArray()), out id);

    async ValueTask<Reply> BeatAsync(HttpContext http, string id, Heartbeat beat)
    {
        if (Bearer.Of(http) is { } bearer)
        {
            var (principal, known) = await credentials.AuthenticateAsync(Digest.Of(bearer));
            if (principal?.WorkspaceId == id && known?.Workspace is { } own)
            {
                return ReplyTo(await SendAsync(own, beat));
            }
        }

        // First contact, or a credential that does not fit: the gate says it in full.
        var verdict = await gates.Registry.JudgeAsync(http, id);
        return verdict.IsAllowed ? ReplyTo(await SendAsync(grains.Workspace(verdict.Caller.Org, id), beat)) : verdict.Refusal;
    }

    // Heard twice is as good as heard once.
    static ValueTask<HeartbeatOutcome> SendAsync(IWorkspaceGrain workspace, Heartbeat beat) =>
        Faults.AskTwiceAsync((workspace, beat), static sent => new ValueTask<HeartbeatOutcome>(sent.workspace.HeartbeatAsync(sent.beat)));

    static Reply ReplyTo(HeartbeatOutcome outcome) => outcome switch
    {
        HeartbeatOutcome.Ok => Ok,
        HeartbeatOutcome.Removed => Errors.WorkspaceRemoved,
        _ => Errors.WorkspaceNotFound,
    };
}

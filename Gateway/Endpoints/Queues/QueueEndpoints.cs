using System.Globalization;
using Molecule.Gateway.Access;
using Molecule.Gateway.Access.Gates;
using Molecule.Gateway.Endpoints.Description;
using Molecule.Gateway.Http;

namespace Molecule.Gateway.Endpoints.Queues;

/// <summary>What an administrator does with messages that wait (contract, 11).</summary>
sealed class QueueEndpoints(IGrainFactory grains, GateSet gates) : IEndpointGroup
{
    const string InvalidAge = "max_age_minutes must be a positive integer";
    const int DefaultMinutes = 60;

    // Ten years: older than anything that waits.
    const int MaxMinutes = 10 * 366 * 24 * 60;

    static readonly Reply InvalidAgeReply = Errors.Of(400, InvalidAge);

    public void Map(ApiRoutes routes) => routes.Map("POST", "/admin/a2a-queue/drop-stale", gates.Admin, DropAsync).Describe(
        new RouteDoc("Drops messages that have waited too long for their agents. Those on their way are not touched.")
            .Reads("max_age_minutes", "at least 1, default 60").Reads("workspace_id", "of this workspace only")
            .Gives<DroppedReply>("how many").Refuses(400, InvalidAge, "invalid workspace ID").Fails("failed to drop stale items"));

    async ValueTask<Reply> DropAsync(ApiCall call)
    {
        if (!TryReadMinutes(call.Query("max_age_minutes"), out var minutes))
        {
            return InvalidAgeReply;
        }

        var workspaceId = call.Query("workspace_id") is { Length: > 0 } given ? given : null;
        if (workspaceId is not null && !WorkspaceId.IsValid(workspaceId))
        {
            return Errors.InvalidWorkspaceId;
        }

        var dropped = await grains.Org(call.Org).DropStaleAsync(workspaceId, TimeSpan.FromMinutes(minutes));
        return Reply.Json(200, new DroppedReply(dropped), GatewayJsonContext.Default.DroppedReply);
    }

    static bool TryReadMinutes(string? text, out int minutes)
    {
        minutes = DefaultMinutes;
        if (string.IsNullOrEmpty(text))
        {
            return true;
        }

        if (!long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var asked) || asked < 1)
        {
            return false;
        }

        minutes = (int)Math.Min(asked, MaxMinutes);
        return true;
    }
}

/// <summary>So many messages were dropped.</summary>
sealed record DroppedReply(int Dropped);

using System.Globalization;
using Molecule.Gateway.Access;
using Molecule.Gateway.Access.Gates;
using Molecule.Gateway.Endpoints.Description;
using Molecule.Gateway.Hosting;
using Molecule.Gateway.Http;
using Molecule.Grains.Workspaces;
using Molecule.Storage.Usage;

namespace Molecule.Gateway.Endpoints.Usage;

/// <summary>What a workspace's agent used today (data-plane contract, 16). Read from Storage, which has an answer some seconds after it was given.</summary>
sealed partial class UsageEndpoints(GateSet gates, IGrainFactory grains, ITokenUsage usage, TimeProvider time, ILogger<UsageEndpoints> logger) : IEndpointGroup
{
    const decimal MicroUsd = 1_000_000;

    static readonly Reply LookupFailed = Errors.Of(500, "failed to verify workspace");

    public void Map(ApiRoutes routes) =>
        routes.Map("GET", "/workspaces/{id}/metrics", gates.Workspace, GetAsync).Describe(
            new RouteDoc("The tokens that the workspace's agent used on the current UTC day, as its answers say, and what they cost in US dollars.")
                .Gives<UsageShape>("the day's usage").Refuses(404, "workspace not found")
                .Refuses(500, "failed to verify workspace").Fails("failed to fetch metrics"));

    async ValueTask<Reply> GetAsync(ApiCall call)
    {
        if (await RefuseAsync(call) is { } refusal)
            return refusal;
        var start = UsageOfDay.StartOf(time.GetUtcNow());
        var sum = await usage.ReadAsync(call.Org, call.Id, start, call.Aborted);
        return Reply.Written(200, json =>
        {
            json.WriteStartObject();
            json.WriteNumber("input_tokens"u8, sum.InputTokens);
            json.WriteNumber("output_tokens"u8, sum.OutputTokens);
            json.WriteNumber("total_calls"u8, sum.Calls);
            json.WriteString("estimated_cost_usd"u8, (sum.CostMicroUsd / MicroUsd).ToString("F6", CultureInfo.InvariantCulture));
            json.WriteTime("period_start"u8, start);
            json.WriteTime("period_end"u8, start.AddDays(1));
            json.WriteEndObject();
        });
    }

    async Task<Reply?> RefuseAsync(ApiCall call)
    {
        try
        {
            return await grains.Workspace(call.Org, call.Id).GetAsync() is { Status: not WorkspaceStatus.Removed } ? null : Errors.WorkspaceNotFound;
        }
        catch (Exception fault) when (Faults.Passing(fault) is null)
        {
            LogLookupFault(logger, fault, call.Org, call.Id);
            return LookupFailed;
        }
    }
}

/// <summary>A day's usage, for the API description.</summary>
sealed record UsageShape(long InputTokens, long OutputTokens, long TotalCalls, string EstimatedCostUsd, DateTimeOffset PeriodStart, DateTimeOffset PeriodEnd);

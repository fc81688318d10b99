using Microsoft.Extensions.DependencyInjection;
using Molecule.Grains;
using Molecule.Grains.Approvals;
using Molecule.Grains.Records;
using Molecule.Grains.Tokens;
using Molecule.Grains.Workspaces;
using Orleans.Storage;

namespace Molecule.Storage.Tests.Support;

/// <summary>Writes records as grains do.</summary>
sealed class RecordFixture(IServiceProvider services)
{
    readonly IGrainStorage _records = services.GetRequiredKeyedService<IGrainStorage>(StorageNames.Records);

    public Task<GrainState<WorkspaceRecord>> WriteAsync(string org, string id, WorkspaceRecord? record = null) =>
        PutAsync("workspace", GrainKeys.Of(org, id), record ?? new());

    public async Task WriteTokenAsync(string org, string workspaceId, string tokenId) => await PutAsync(
        "token",
        TokenText.Hash($"{org}/{tokenId}"),
        new TokenRecord { Principal = new(CredentialKind.Workspace, org, workspaceId, tokenId, "prefix00") });

    public Task WriteApprovalAsync(string org, string id, ApprovalRecord record) => PutAsync("approval", GrainKeys.Of(org, id), record);

    public async Task<GrainState<WorkspaceRecord>> ReadAsync(string org, string id)
    {
        var state = new GrainState<WorkspaceRecord>();
        await _records.ReadStateAsync("workspace", GrainId.Create("workspace", GrainKeys.Of(org, id)), state);
        return state;
    }

    public Task SaveAsync(string org, string id, GrainState<WorkspaceRecord> state) =>
        _records.WriteStateAsync("workspace", GrainId.Create("workspace", GrainKeys.Of(org, id)), state);

    async Task<GrainState<T>> PutAsync<T>(string type, string key, T record)
        where T : IRecord
    {
        var state = new GrainState<T>(record);
        await _records.WriteStateAsync(type, GrainId.Create(type, key), state);
        return state;
    }
}

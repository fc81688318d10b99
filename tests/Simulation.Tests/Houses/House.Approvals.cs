using System.Text.Json;
using Molecule.Grains;
using Molecule.Grains.Approvals;
using Molecule.Grains.Events;
using Molecule.MeshSupport;

namespace Molecule.Simulation.Tests.Houses;

// Who asks for approval, and who decides: some of it twice, some at once, some too late, some never.
partial class House
{
    static readonly TimeSpan NearTheEnd = TimeSpan.FromSeconds(4);

    readonly List<Wish> _wishes = [];
    int _decisions;

    async Task AskAsync()
    {
        var asking = new List<Task>();
        while (InTrouble)
        {
            await PauseAsync(80);
            if (Live.Count > 0)
                asking.Add(AskOneAsync(new Wish(Pick(), Mesh.NewId())));
        }

        await Task.WhenAll(asking);
    }

    // Until an answer is heard. It is the same request each time.
    async Task AskOneAsync(Wish wish)
    {
        _wishes.Add(wish);
        for (var attempt = 0; attempt < 3 && !await TryAsync(() => AskOnceAsync(wish)); attempt++)
            await PauseAsync(20);
    }

    async Task AskOnceAsync(Wish wish)
    {
        wish.IsAccepted |= await Mesh.Approval(wish.Id).RequestAsync(new NewApproval(wish.WorkspaceId, "deploy", "", "", null));
        Say($"{wish.WorkspaceId} asks for {wish.Id}: {wish.IsAccepted}");
    }

    async Task DecideAsync()
    {
        var deciding = new List<Task>();
        while (InTrouble)
        {
            await PauseAsync(80);
            if (_wishes.Count > 0)
                deciding.Add(DecideOneAsync(_wishes[_random.Next(_wishes.Count)]));
        }

        await Task.WhenAll(deciding);
    }

    // Until an answer is heard; and now and then somebody else wants the opposite.
    async Task DecideOneAsync(Wish wish)
    {
        var (first, second) = (new Decision(_random.Next(2) == 0, $"d{++_decisions}"), _random.Next(3) == 0);
        await Task.WhenAll(InsistOnAsync(wish, first), second ? InsistOnAsync(wish, new(!first.IsApproved, $"d{++_decisions}")) : Task.CompletedTask);
    }

    async Task InsistOnAsync(Wish wish, Decision decision)
    {
        wish.Tried.Add(decision);
        for (var attempt = 0; attempt < 3 && !await TryAsync(() => DecideOnceAsync(wish, decision)); attempt++)
            await PauseAsync(20);
    }

    async Task DecideOnceAsync(Wish wish, Decision decision)
    {
        var isTaken = await Mesh.Approval(wish.Id).DecideAsync(wish.WorkspaceId, decision.IsApproved, decision.By);
        Say($"{decision} of {wish.Id}: {isTaken}");
        if (isTaken)
            wish.Taken.Add(decision);
        else
            Must(RequestOf(wish.Id)?.At(Mesh.Now).Status != ApprovalStatus.Pending, $"{wish.Id} waits and {decision} was refused");
    }

    // About when it ends: whoever comes before that decides, whoever comes after it does not, whether or not it was swept up.
    async Task DecideLateAsync()
    {
        var soon = Mesh.Now + NearTheEnd;
        if (_wishes.Find(wish => RequestOf(wish.Id)?.At(soon).Status == ApprovalStatus.Pending) is not { } last)
            return;
        await Mesh.PassAsync(RequestOf(last.Id)!.ExpiresAt - soon);
        await PauseAsync(2 * (int)NearTheEnd.TotalSeconds);
        await InsistOnAsync(last, new(true, "late"));
    }

    // Nothing waits for its end to be told of.
    void CheckAsked()
    {
        foreach (var wish in _wishes.Where(wish => RequestOf(wish.Id) is not null))
            Must(ToldOf(wish).Contains((wish.WorkspaceId, EventNames.ApprovalRequested)), $"{wish.Id} waits and nobody was told");
    }

    IEnumerable<(string WorkspaceId, string Type)> ToldOf(Wish wish) => Mesh.Database.Events[Mesh.OrgId]
        .Where(e => e.Type.StartsWith("APPROVAL", StringComparison.Ordinal) && e.PayloadJson.Contains(wish.Id, StringComparison.Ordinal))
        .Select(e => (e.WorkspaceId, e.Type));

    ApprovalRecord? RequestOf(string id) => Mesh.Database.Records.TryGetValue((ApprovalRecord.Kind, GrainKeys.Of(Mesh.OrgId, id)), out var row)
        ? JsonSerializer.Deserialize<ApprovalRecord>(row.Json)
        : null;
}

using Molecule.Sdk;
using Molecule.Sdk.Inbound;
using Molecule.Sdk.Liveness;
using Molecule.Sdk.Platform;

namespace Molecule.Silo.Demo;

/// <summary>
/// The lead of the sample organisation: splits what it is asked among its team over A2A and puts the answers together. Left alone it works
/// through briefs of its own, so that there is always something to see.
/// </summary>
sealed class DemoLead(TimeProvider time)
{
    static readonly TimeSpan _pause = TimeSpan.FromSeconds(4);

    public Task<string> AnswerAsync(IncomingMessage message, MessageContext context) =>
        SplitAsync(message.Text, context.Platform, context.Report, context.Stopping);

    /// <summary>Works through the briefs until it is told to stop.</summary>
    public async Task WorkAsync(MoleculeAgent agent, CancellationToken stopping)
    {
        for (var round = 0; ; round++)
        {
            await Task.Delay(_pause, time, stopping);
            if (agent.State != AgentState.Online) continue;
            var brief = DemoCast.Briefs[round % DemoCast.Briefs.Count];
            using AgentTask task = agent.StartTask($"planning: {brief}");
            await SplitAsync(brief, agent.Platform, task.Describe, stopping);
            task.Succeeded();
        }
    }

    async Task<string> SplitAsync(string brief, PlatformClient platform, Action<string> report, CancellationToken stopping)
    {
        IReadOnlyList<Peer> team;
        try
        {
            var peers = await platform.PeersAsync(cancellationToken: stopping);
            team = [.. peers.Where(peer => DemoCast.Members.Any(role => role.Name == peer.Name))];
        }
        catch (PlatformException e)
        {
            return $"The team cannot be found: {e.Message}";
        }

        var answers = new List<string>();
        var waiting = new List<Task<string>>();
        foreach (var member in team)
        {
            report($"asking {member.Name}: {brief}");
            waiting.Add(AskAsync(platform, member, brief, stopping));
            // One after the other, so that the eye can follow.
            await Task.Delay(TimeSpan.FromMilliseconds(900), time, stopping);
        }

        foreach (var answer in waiting) answers.Add(await answer);
        report($"putting together: {brief}");
        await Task.Delay(TimeSpan.FromMilliseconds(800), time, stopping);
        return string.Join('\n', answers);
    }

    static async Task<string> AskAsync(PlatformClient platform, Peer member, string brief, CancellationToken stopping) =>
        await platform.SendAsync(member.Id, brief, cancellationToken: stopping) switch
        {
            SendOutcome.Replied reply => $"{member.Name}: {reply.Text}",
            SendOutcome.Failed => $"{member.Name} failed and will try again next time.",
            SendOutcome.Queued => $"{member.Name} is busy and will see to it later.",
            SendOutcome.Refused refusal => $"{member.Name} cannot be asked: {refusal.Error}.",
            _ => $"{member.Name} does not answer at the moment.",
        };
}

using Molecule.Grains.Events;
using Molecule.Grains.Templates;

namespace Molecule.Grains.Workspaces;

// The team below the workspace. What is to be created or removed is written first; each step may be repeated.
partial class WorkspaceGrain
{
    public async Task<ExpandOutcome> ExpandAsync()
    {
        await FreshenAsync();
        if (!IsLive())
            return new(ExpandResult.NotFound);
        await ContinueTeamAsync();
        var template = (await templates.ReadAsync()).OfName(Value.Name);
        if (FaultOf(template) is { } fault)
            return new(fault);

        var there = await Org.GetChildrenAsync(_id);
        var team = template!.SubWorkspaces.DistinctBy(member => member.Name)
            .Select(member => new NewMember(
                there.FirstOrDefault(child => child.Name == member.Name)?.Id ?? ids.NewId(), member.Name, member.Role, member.Template))
            .ToArray();
        var missing = team.Where(member => !there.Any(child => child.Id == member.Id)).ToArray();
        if (missing.Length > 0)
        {
            var next = Value.Clone();
            next.Expansion = new PendingExpansion(missing);
            await CommitAsync(next);
            await ContinueTeamAsync();
        }

        return new(ExpandResult.Expanded, [.. team.Select(MemberOf)]);
    }

    public async Task<IReadOnlyList<string>?> CollapseAsync()
    {
        await FreshenAsync();
        if (!IsLive())
            return null;
        await ContinueTeamAsync();
        var names = (await Org.GetChildrenAsync(_id)).Select(child => child.Name).ToArray();
        if (names.Length == 0)
            return [];
        var next = Value.Clone();
        next.Collapse = new PendingCollapse(names, await Org.GetDescendantsAsync(_id));
        await CommitAsync(next);
        await ContinueTeamAsync();
        return names;
    }

    async Task ContinueTeamAsync()
    {
        if (Value.Expansion is { } expansion)
            await ContinueExpansionAsync(expansion);
        if (Value.Collapse is { } collapse)
            await ContinueCollapseAsync(collapse);
    }

    async Task ContinueExpansionAsync(PendingExpansion expansion)
    {
        // One after the other: their ages are their order in the template.
        foreach (var member in expansion.Members)
        {
            await GrainFactory.GetGrain<IWorkspaceGrain>(GrainKeys.Of(_org, member.Id)).CreateAsync(new CreateWorkspace
            {
                Name = member.Name,
                Role = member.Role,
                Tier = Value.Tier,
                Template = member.Template,
                Runtime = "",
                ParentId = _id,
                IsTeamMember = true,
            });
        }

        var next = Value.Clone();
        next.Expansion = null;
        await CommitAsync(next, Event(EventNames.WorkspaceExpanded, TeamPayloads.Expanded([.. expansion.Members.Select(MemberOf)])));
    }

    // An agent that cannot be stopped is its own workspace's debt: that is removed, and goes on trying.
    async Task ContinueCollapseAsync(PendingCollapse collapse)
    {
        foreach (var some in collapse.Descendants.Chunk(CascadeWidth))
            await Task.WhenAll(some.Select(id => GrainFactory.GetGrain<IWorkspaceGrain>(GrainKeys.Of(_org, id)).RemoveSelfAsync(purge: false)));
        var next = Value.Clone();
        next.Collapse = null;
        await CommitAsync(next, Event(EventNames.WorkspaceCollapsed, TeamPayloads.Collapsed(collapse.Names)));
    }

    static ExpandResult? FaultOf(Template? template) => template switch
    {
        null => ExpandResult.NoConfig,
        { Fault: TemplateFault.Unreadable } => ExpandResult.Unreadable,
        { Fault: TemplateFault.Malformed } => ExpandResult.Malformed,
        { SubWorkspaces.Count: 0 } => ExpandResult.NoTeam,
        _ => null,
    };

    static TeamMember MemberOf(NewMember member) => new(member.Id, member.Name, member.Role);
}

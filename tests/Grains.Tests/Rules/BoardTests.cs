using Molecule.Grains.Orgs;
using Molecule.Grains.Workspaces;

namespace Molecule.Grains.Tests.Rules;

public sealed class BoardTests
{
    static readonly DateTimeOffset Start = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);
    readonly Board _board = new();

    [Fact]
    public void Older_state_than_the_boards_is_ignored()
    {
        Put("a", version: 5, name: "new");
        Put("a", version: 4, name: "old");

        _board.Find("a")!.View.Name.ShouldBe("new");
    }

    [Fact]
    public void Removed_workspace_leaves()
    {
        Put("a");
        Put("b", parent: "a", tokens: 2);
        Put("b", parent: "a", version: 2, status: WorkspaceStatus.Removed);

        _board.All.Select(entry => entry.Id).ShouldBe(["a"]);
        _board.ChildrenOfWorkspace("a").ShouldBeEmpty();
        _board.LiveTokens.ShouldBe(0);
    }

    [Fact]
    public void List_is_oldest_first()
    {
        Put("young", age: 2);
        Put("old", age: 0);
        Put("middle", age: 1);

        _board.All.Select(entry => entry.Id).ShouldBe(["old", "middle", "young"]);
    }

    [Fact]
    [Row("7.5/order")]
    public void Peers_are_siblings_then_children_then_parent()
    {
        PutFamily();

        Ids(_board.PeersOf(_board.Find("b")!)).ShouldBe(["c", "d", "e", "a"]);
        Ids(_board.PeersOf(_board.Find("a")!)).ShouldBe(["z", "b", "c"]);
    }

    [Fact]
    public void Descendants_are_nearest_first()
    {
        PutFamily();

        Ids(_board.DescendantsOf("a")).ShouldBe(["b", "c", "d", "e", "g", "f"]);
    }

    [Fact]
    public void Reach_is_whoever_may_be_talked_to()
    {
        PutFamily();
        foreach (var caller in _board.All.ToArray())
        {
            _board.ReachOf(caller).Order().ShouldBe(
                _board.All.Select(entry => entry.Id).Where(id => _board.CanCommunicate(caller.Id, id)).Order(), $"from {caller.Id}");
        }
    }

    [Fact]
    public void Moved_workspace_takes_its_subtree_with_it()
    {
        PutFamily();
        Put("d", parent: "c", version: 2, age: 4);

        Ids(_board.DescendantsOf("c")).ShouldBe(["d", "g", "f"]);
        Ids(_board.DescendantsOf("b")).ShouldBe(["e"]);
    }

    [Fact]
    public void Heartbeat_shows_in_the_view()
    {
        Put("a");
        _board.Find("a")!.Take(new BoardBeat("a", Start.AddSeconds(5), null, 3, 60, "work", 0.25, "oops", true));

        var view = _board.Find("a")!.View;
        (view.ActiveTasks, view.UptimeSeconds, view.CurrentTask, view.LastErrorRate, view.LastSampleError, view.LastHeartbeatAt)
            .ShouldBe((3, 60, "work", 0.25, "oops", Start.AddSeconds(5)));
    }

    [Fact]
    public void State_from_an_activation_that_heard_nothing_keeps_the_figures()
    {
        Put("a");
        _board.Find("a")!.Take(new BoardBeat("a", Start.AddSeconds(5), null, 3, 60, "work", 0.25, "oops", true));
        Put("a", version: 2, name: "renamed");

        var view = _board.Find("a")!.View;
        (view.Name, view.ActiveTasks, view.LastHeartbeatAt).ShouldBe(("renamed", 3, Start.AddSeconds(5)));
    }

    [Fact]
    public void Child_of_a_workspace_that_is_gone_is_an_orphan()
    {
        PutFamily();
        Put("b", parent: "a", version: 2, age: 2, status: WorkspaceStatus.Removed);

        Ids(_board.Orphans()).ShouldBe(["d", "e"]);
    }

    [Fact]
    public void Parent_that_lost_its_children_takes_no_room()
    {
        PutFamily();
        var places = _board.PlaceCount;
        Put("h", parent: "f", age: 20);
        Ids(_board.PeersOf(_board.Find("h")!)).ShouldBe(["f"]);
        Put("h", parent: "g", version: 2, age: 20);
        Put("h", parent: "g", version: 3, age: 20, status: WorkspaceStatus.Removed);

        _board.PlaceCount.ShouldBe(places);
        Ids(_board.PeersOf(_board.Find("f")!)).ShouldBe(["d"]);
    }

    void PutFamily()
    {
        var age = 0;
        foreach (var (id, parent) in new[] { ("a", null), ("z", null), ("b", "a"), ("c", "a"), ("d", "b"), ("e", "b"), ("f", "d"), ("g", "c") })
            Put(id, parent, age: age++);
    }

    void Put(
        string id, string? parent = null, long version = 1, string name = "", int age = 0, int tokens = 0,
        WorkspaceStatus status = WorkspaceStatus.Online) =>
        _board.Apply(new WorkspaceView
        {
            Id = id, Name = name, ParentId = parent, Version = version, LiveTokens = tokens, Status = status, CreatedAt = Start.AddSeconds(age),
        });

    static IEnumerable<string> Ids(IEnumerable<BoardEntry> entries) => entries.Select(entry => entry.Id);
}

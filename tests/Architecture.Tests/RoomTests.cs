namespace Molecule.Architecture.Tests;

/// <summary>Which room may know which other: docs/architecture.md, the table of the rooms.</summary>
public sealed class RoomTests
{
    static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Embedded"] = [],
        ["Sdk"] = [],
        ["Canvas"] = [],
        ["Grains.Abstractions"] = [],
        ["Storage"] = ["Grains.Abstractions"],
        ["Provisioning"] = ["Grains.Abstractions"],
        ["Grains"] = ["Grains.Abstractions", "Storage", "Provisioning"],
        ["Gateway"] = ["Grains.Abstractions", "Storage"],
        ["Silo"] = ["Grains.Abstractions", "Grains", "Storage", "Provisioning", "Gateway", "Embedded", "Sdk", "Canvas"],
    };

    [Fact]
    public void Every_room_is_on_the_list() => Repository.Rooms.ShouldBeSubsetOf(Allowed.Keys);

    [Fact]
    public void Project_refers_only_to_the_rooms_that_its_room_may_know()
    {
        var wrong = from project in Repository.Projects()
                    let room = Repository.Room(project)
                    where room != "tests"
                    from other in Repository.References(project)
                    where !Allowed[room].Contains(other)
                    select $"{Path.GetFileName(project)} refers to {other}";
        wrong.ShouldBeEmpty();
    }

    [Fact]
    public void Room_that_knows_nothing_of_grains_does_not_ask_for_the_grain_api()
    {
        var wrong = Repository.Projects()
            .Where(project => Repository.Room(project) is "Sdk" or "Embedded")
            .Where(project => File.ReadAllText(project).Contains("<UsesGrainApi>true", StringComparison.Ordinal));
        wrong.ShouldBeEmpty();
    }

    [Fact]
    public void Every_project_is_in_the_solution()
    {
        var solution = File.ReadAllText(Path.Combine(Repository.Root, "Molecule.sln")).Replace('\\', '/');
        Repository.Projects().Select(project => Path.GetRelativePath(Repository.Root, project).Replace('\\', '/'))
            .Where(project => !solution.Contains($"\"{project}\"", StringComparison.Ordinal))
            .ShouldBeEmpty();
    }

    [Fact]
    public void No_version_is_given_outside_the_central_list() =>
        Repository.Projects().Where(project => System.Text.RegularExpressions.Regex.IsMatch(
            File.ReadAllText(project), "<PackageReference[^>]*\\bVersion=")).ShouldBeEmpty();
}

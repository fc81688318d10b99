namespace Molecule.Silo.Demo;

/// <summary>Who plays in the sample organisation, and what it works on.</summary>
static class DemoCast
{
    public static DemoRole Lead { get; } = new(
        "lead", "Studio lead", "Splits the work among the team and puts the results together",
        ["planning", "delegating"], ["reading the brief"], "{0}", FailsEvery: 0);

    public static IReadOnlyList<DemoRole> Members { get; } =
    [
        new("research", "Researcher", "Finds out what is known",
            ["search", "summarise", "cite"],
            ["searching the archive", "reading three sources", "taking notes"], "Three sources say that {0} is worth doing.", 0),
        new("writer", "Writer", "Turns notes into text",
            ["draft", "edit"],
            ["outlining", "drafting", "polishing"], "A draft for {0} is ready, 420 words.", 0),
        new("designer", "Designer", "Draws what words lack",
            ["sketch", "layout", "colour"],
            ["sketching", "choosing colours"], "Two sketches for {0} are in the folder.", 0),
        new("qa", "Reviewer", "Looks for what is wrong",
            ["review", "test"],
            ["checking facts", "checking links"], "In {0} there is nothing wrong that a comma would not mend.", FailsEvery: 4),
    ];

    public static IReadOnlyList<string> Briefs { get; } =
    [
        "the spring newsletter",
        "a page about the new bicycle",
        "the answer to an angry customer",
        "a talk for the town library",
        "the menu of the small café",
        "a guide to repairing chairs",
    ];
}

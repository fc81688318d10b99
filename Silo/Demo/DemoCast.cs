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
            ["searching", "reading", "taking notes"], "{0}: three sources say that it is worth doing.", 0),
        new("writer", "Writer", "Turns notes into text",
            ["draft", "edit"],
            ["outlining", "drafting", "polishing"], "{0}: a draft is ready, 420 words.", 0),
        new("designer", "Designer", "Draws what words lack",
            ["sketch", "layout", "colour"],
            ["sketching", "colouring"], "{0}: two sketches are in the folder.", 0),
        new("qa", "Reviewer", "Looks for what is wrong",
            ["review", "test"],
            ["checking facts", "checking links"], "{0}: nothing is wrong that a comma would not mend.", FailsEvery: 4),
    ];

    // Short: a card shows a step and its brief in one line.
    public static IReadOnlyList<string> Briefs { get; } =
        ["newsletter", "bicycle page", "angry letter", "library talk", "café menu", "repair guide"];
}

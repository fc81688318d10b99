using Molecule.Grains.Activity;

namespace Molecule.Storage.Tests.Support;

static class SampleActivity
{
    /// <summary>A row of the activity log that says all that one can say, in letters that are easily lost.</summary>
    public static ActivityRow Whole { get; } = new()
    {
        Id = "whole",
        WorkspaceId = "w",
        ActivityType = "a2a_receive",
        SourceId = "s",
        TargetId = "null",
        CallerLabel = "system:x",
        Method = "message/send",
        Summary = "it's \"quoted\" \\ ü 🎈\nline",
        RequestBody = """{"a":"\u0000 \\ é"}""",
        ResponseBody = "null",
        ToolTrace = """[{"a":1}]""",
        DurationMs = 5_000_000_000,
        Status = "error",
        ErrorDetail = "\u0001",
        CreatedAt = Times.T0.AddMicroseconds(1),
    };
}

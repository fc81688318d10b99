using System.Globalization;
using Molecule.Grains.A2A;

namespace Molecule.Grains.Workspaces;

/// <summary>What an agent is told after a restart (contract, section 13), as A2A requests.</summary>
static class RestartMessages
{
    /// <summary>Who says it.</summary>
    public const string Caller = "system:restart-context";

    const string Time = "yyyy-MM-dd'T'HH:mm:ss'Z'";

    /// <summary>The first layer: what the platform knows.</summary>
    public static byte[] Snapshot(RestartContext context) => Message(context.SnapshotMessageId, SnapshotText(context), "restart_context", layer: 1);

    /// <summary>The second layer: what the user wants it told.</summary>
    public static byte[] Prompt(RestartContext context, string prompt) => Message(context.PromptMessageId, prompt, "restart_prompt", layer: 2);

    public static string SnapshotText(RestartContext context)
    {
        var ended = context.EndedAt is { } at ? $"{Stamp(at)} ({Age(context.At - at)} ago)" : "(no prior session on record)";
        var variables = context.Variables.Count > 0 ? string.Join(", ", context.Variables) : "(none)";
        return $"""
            === WORKSPACE RESTART CONTEXT ===
            Restart at: {Stamp(context.At)}
            Previous session ended: {ended}
            Env vars now available: {variables}
            === END RESTART CONTEXT ===

            """.ReplaceLineEndings("\n");
    }

    /// <summary>A time span as people say it: <c>2h14m</c>, <c>3m0s</c>, <c>45s</c>; nothing below zero.</summary>
    public static string Age(TimeSpan age)
    {
        var seconds = Math.Max(0, (long)Math.Round(age.TotalSeconds, MidpointRounding.AwayFromZero));
        return seconds >= 3600 ? $"{seconds / 3600}h{seconds % 3600 / 60}m"
            : seconds >= 60 ? $"{seconds / 60}m{seconds % 60}s"
            : $"{seconds}s";
    }

    static string Stamp(DateTimeOffset at) => at.ToUniversalTime().ToString(Time, CultureInfo.InvariantCulture);

    static byte[] Message(string messageId, string text, string kind, int layer) =>
        TextRequest.Of(messageId, "kind", text, (kind, layer), static (w, p) =>
        {
            w.WriteString("source", "platform");
            w.WriteString("kind", p.kind);
            w.WriteNumber("layer", p.layer);
            if (p.layer == 1)
                w.WriteBoolean("restart_context", true);
        });
}

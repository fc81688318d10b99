namespace Molecule.Grains.Workspaces;

/// <summary>The figures of the lifecycle: deadlines, delays, cuts (contract, sections 6 and 8).</summary>
static class LifecycleRules
{
    /// <summary>Bytes of an error, and of the end of a log, that are kept.</summary>
    public const int ErrorBytes = 8192;

    public const string TimedOut =
        "provisioning timed out — container started but never called /registry/register. Check container logs and network connectivity to the platform.";

    public const string StartFailed = "workspace start failed";

    public const string BootFailed = "workspace agent ended before it registered — see its console";

    public const string NoBootstrapError = "bootstrap failed — see log_tail";

    const string Cut = "...(truncated)...\n";
    const int MaxDoublings = 16;
    static readonly TimeSpan Default = TimeSpan.FromMinutes(10);
    static readonly TimeSpan Hermes = TimeSpan.FromMinutes(30);

    /// <summary>How long a workspace may be provisioning: what the operator says, or else the runtime's time, or its templates' when that is longer.</summary>
    public static TimeSpan ProvisionTimeout(string runtime, TimeSpan? template, GrainsOptions options)
    {
        var usual = runtime == "hermes" ? Hermes : Default;
        return options.ProvisionTimeout ?? (template > usual ? template.Value : usual);
    }

    /// <summary>Whether a text may be the name of a runtime: one line, at most 100 bytes.</summary>
    public static bool IsRuntime(string text) => text.Length > 0 && Utf8Text.Bytes(text) <= 100 && !text.Any(char.IsControl);

    /// <summary>Why an agent was not started: these variables are missing.</summary>
    public static string MissingVariables(IReadOnlyList<string> names) => names.Count == 1
        ? $"missing required env var \"{names[0]}\" — add it under Config → Env Vars (or as a Global secret) and retry"
        : $"missing required env vars {string.Join(", ", names)} — add them under Config → Env Vars (or as Global secrets) and retry";

    /// <summary>The pause before the restart after so many crashes: none after the first, then doubling up to a limit, spread by up to a quarter.</summary>
    /// <param name="crashes">How often it crashed before, one time after the other.</param>
    /// <param name="workId">Decides on the spread, so that a run can be replayed.</param>
    /// <param name="options">The first pause and the limit.</param>
    public static TimeSpan CrashDelay(int crashes, string workId, GrainsOptions options)
    {
        if (crashes <= 0)
            return TimeSpan.Zero;
        var delay = options.CrashDelay * Math.Pow(2, Math.Min(crashes - 1, MaxDoublings));
        var spread = 1 + (workId.Aggregate(0, static (sum, c) => sum + c) % 16 / 64.0);
        return (delay < options.CrashDelayMax ? delay : options.CrashDelayMax) * spread;
    }

    /// <summary>The end of a log that is too long.</summary>
    public static string TailOf(string log) => Utf8Text.Bytes(log) > ErrorBytes ? Cut + Utf8Text.End(log, ErrorBytes) : log;

    /// <summary>An error with the end of a log, as it is kept: what does not fit is missing in the middle, the end of the log survives.</summary>
    public static string ErrorWithTail(string error, string tail)
    {
        if (tail.Length == 0)
            return Utf8Text.Beginning(error, ErrorBytes);
        var head = Utf8Text.Beginning(error, ErrorBytes / 2) + "\n\n";
        return head + Utf8Text.End(tail, ErrorBytes - Utf8Text.Bytes(head));
    }
}

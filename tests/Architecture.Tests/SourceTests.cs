using System.Text.RegularExpressions;

namespace Molecule.Architecture.Tests;

/// <summary>What no source file may contain.</summary>
public sealed partial class SourceTests
{
    [Fact]
    public void No_code_is_chosen_by_a_preprocessor_symbol() => Violations(IfDirective()).ShouldBeEmpty();

    [Fact]
    public void Nothing_is_left_to_be_done_or_not_implemented() => Violations(Unfinished(), inComments: true).ShouldBeEmpty();

    // The engine reads results of tasks that it knows are complete.
    [Fact]
    public void No_thread_waits_for_a_task() =>
        Violations(BlockingWait(), file => file.Room != "Embedded").ShouldBeEmpty();

    [Fact]
    public void No_error_is_swallowed_by_an_empty_catch_of_everything() =>
        Repository.Sources().Where(file => EmptyCatch().IsMatch(string.Join('\n', file.Lines))).Select(file => file.Path).ShouldBeEmpty();

    [Fact]
    public void No_method_is_async_void() => Violations(AsyncVoid(), file => file.Room != "Embedded").ShouldBeEmpty();

    [Fact]
    public void No_state_is_static_and_mutable() => Violations(StaticField(), unlessAfter: "[ThreadStatic]").ShouldBeEmpty();

    [Fact]
    public void Grains_and_gateway_start_nothing_behind_the_scheduler() =>
        Violations(TaskRun(), file => file.Room is "Grains" or "Grains.Abstractions" or "Gateway").ShouldBeEmpty();

    [Fact]
    public void Only_the_program_and_the_client_read_the_environment() =>
        Violations(ReadsEnvironment(), file => file.Room is not ("Silo" or "Sdk")).ShouldBeEmpty();

    [Fact]
    public void Log_messages_stand_in_sibling_files() =>
        Violations(LogMessage(), file => !file.Path.EndsWith(".Log.cs", StringComparison.Ordinal)).ShouldBeEmpty();

    static string[] Violations(Regex pattern, Func<SourceFile, bool>? among = null, bool inComments = false, string? unlessAfter = null) =>
        [.. Repository.Sources().Where(among ?? (_ => true)).SelectMany(file => file.Find(pattern, inComments, unlessAfter))];

    [GeneratedRegex(@"^\s*#if\b")]
    private static partial Regex IfDirective();

    [GeneratedRegex(@"\b(TODO|FIXME|HACK|XXX)\b|NotImplementedException")]
    private static partial Regex Unfinished();

    [GeneratedRegex(@"\.GetAwaiter\(\)\.GetResult\(\)|\bThread\.Sleep\(|\.Wait\(\);")]
    private static partial Regex BlockingWait();

    [GeneratedRegex(@"catch\s*(\(\s*(System\.)?Exception\s*\w*\s*\))?\s*\{\s*\}")]
    private static partial Regex EmptyCatch();

    [GeneratedRegex(@"\basync void\b")]
    private static partial Regex AsyncVoid();

    [GeneratedRegex(@"^\s*((public|internal|private|protected)\s+)*static\s+(?!readonly|const|partial|class|async|extern|event|implicit|explicit|operator)(volatile\s+)?[\w<>\[\]?,.()]+\s+\w+\s*(=[^>=].*)?;\s*$")]
    private static partial Regex StaticField();

    [GeneratedRegex(@"\bTask\.Run\(|\bTask\.Factory\.StartNew\(|\bThreadPool\.(Unsafe)?QueueUserWorkItem")]
    private static partial Regex TaskRun();

    [GeneratedRegex(@"\bEnvironment\.GetEnvironmentVariable")]
    private static partial Regex ReadsEnvironment();

    [GeneratedRegex(@"^\s*\[LoggerMessage\(")]
    private static partial Regex LogMessage();
}

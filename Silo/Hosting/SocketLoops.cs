namespace Molecule.Silo.Hosting;

/// <summary>
/// How the process learns that a socket has something for it. .NET has a thread or two that wait for all sockets, and hands what they find to the pool of threads:
/// for an agent's answer, which takes a few microseconds to pass on, that is as dear as the answer. Here the thread that found it passes it on.
/// What goes on behind a socket's <c>await</c> must then be short and must not block, or other sockets wait: whoever has more to do yields first.
/// Requests begin in the pool. (Decision 0027.)
/// </summary>
static class SocketLoops
{
    // .NET's own; an operator's word ("0") goes before ours.
    const string Variable = "DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS";

    /// <summary>Has answers passed on where they are found. Call it before the process has used a socket: .NET looks once.</summary>
    public static void PassOnInline()
    {
        if (Environment.GetEnvironmentVariable(Variable) is null) Environment.SetEnvironmentVariable(Variable, "1");
    }
}

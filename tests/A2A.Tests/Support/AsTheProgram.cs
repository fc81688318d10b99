using System.Runtime.CompilerServices;
using Molecule.Silo.Hosting;

namespace Molecule.A2A.Tests.Support;

static class AsTheProgram
{
    /// <summary>Sockets work here as they do in the program.</summary>
    [ModuleInitializer]
    internal static void UseSockets() => SocketLoops.PassOnInline();
}

using Molecule.Silo.Settings;

namespace Molecule.Silo.Hosting;

/// <summary>Keeps a second program off the same data: two engines over one store would be two owners of every grain.</summary>
static class DataLock
{
    /// <summary>Takes the lock for as long as the result lives. The system lets go of it when the process dies.</summary>
    /// <exception cref="StartException">Another process has it.</exception>
    public static IDisposable Take(DataDirectory data)
    {
        try
        {
            return new FileStream(data.File("lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            throw new StartException($"Another Molecule uses {data.Path}. Stop it, or set MOLECULE_DATA to another directory.");
        }
    }
}

namespace Molecule.Storage.Sql;

/// <summary>What the database must know of a write to carry it well.</summary>
[Flags]
enum WriteTraits
{
    /// <summary>One command. It may hold several statements: they succeed or fail together.</summary>
    None = 0,

    /// <summary>
    /// Doing it twice is the same as doing it once, so it is repeated when the connection was lost and nobody knows whether it arrived.
    /// </summary>
    Repeatable = 1,

    /// <summary>Several commands that need a transaction around them.</summary>
    Transaction = 2,

    /// <summary>Liveness: travels beside the traffic, not behind it.</summary>
    Liveness = 4,
}

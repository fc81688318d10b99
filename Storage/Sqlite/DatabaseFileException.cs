namespace Molecule.Storage.Sqlite;

/// <summary>The file of the database cannot be used: it is damaged, no database, or out of reach. Trying again does not help.</summary>
/// <param name="message">What is wrong with which file and what to do, in one line for operators.</param>
public sealed class DatabaseFileException(string message) : Exception(message);

namespace Molecule.Silo.Hosting;

/// <summary>The program cannot start here and now, or must not go on. The message is one line that says why and what to do.</summary>
/// <param name="message">What is wrong and what to do.</param>
sealed class StartException(string message) : Exception(message);

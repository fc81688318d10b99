namespace Molecule.Silo.Settings;

/// <summary>The settings cannot be right. The message is one line that names the variable and says what to do.</summary>
/// <param name="message">What is wrong and what to do.</param>
sealed class SettingsException(string message) : Exception(message);

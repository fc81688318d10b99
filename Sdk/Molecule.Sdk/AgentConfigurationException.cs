namespace Molecule.Sdk;

/// <summary>The agent cannot join as it is configured. The message says what to change.</summary>
/// <param name="message">What is wrong and what to do about it.</param>
public sealed class AgentConfigurationException(string message) : Exception(message);

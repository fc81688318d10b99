namespace Molecule.Provisioning;

/// <summary>An agent could not be started. The message is for the log: callers are told a general text.</summary>
public class ProvisioningException(string message, Exception? inner = null) : Exception(message, inner);

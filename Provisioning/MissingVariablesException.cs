namespace Molecule.Provisioning;

/// <summary>An agent cannot be started because variables are missing that its configuration asks for. Their names may be told.</summary>
public sealed class MissingVariablesException(IReadOnlyList<string> names) : ProvisioningException($"Missing variables: {string.Join(", ", names)}")
{
    /// <summary>The names, in the configuration's order; at least one.</summary>
    public IReadOnlyList<string> Names => names;
}

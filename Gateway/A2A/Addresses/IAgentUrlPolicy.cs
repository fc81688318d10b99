namespace Molecule.Gateway.A2A.Addresses;

/// <summary>Judges the URLs that agents give when they register (contract 10.5).</summary>
public interface IAgentUrlPolicy
{
    /// <summary>
    /// Whether an agent may register under <paramref name="url"/>: http or https, a host, and every address of it acceptable. A name that does not resolve
    /// is not.
    /// </summary>
    Task<bool> AcceptsRegistrationAsync(string url, CancellationToken cancellationToken);
}

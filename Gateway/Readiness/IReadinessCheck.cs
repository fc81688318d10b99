namespace Molecule.Gateway.Readiness;

/// <summary>Something without which requests cannot be served. The <i>ready</i> probe asks all of them; the <i>live</i> probe asks none.</summary>
public interface IReadinessCheck
{
    /// <summary>Its name in the answer of the probe.</summary>
    string Name { get; }

    /// <summary>Whether it is there. What throws is not.</summary>
    Task<bool> IsReadyAsync(CancellationToken cancellationToken);
}

namespace Molecule.Silo.Hosting;

/// <summary>Looks, before anything is started, whether something that the start needs is there.</summary>
interface IStartProbe
{
    /// <exception cref="StartException">It is not.</exception>
    void Try();
}

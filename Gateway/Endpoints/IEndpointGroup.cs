namespace Molecule.Gateway.Endpoints;

/// <summary>The routes of one feature. Every implementation that is registered is mapped.</summary>
interface IEndpointGroup
{
    /// <summary>Adds its routes.</summary>
    void Map(ApiRoutes routes);
}

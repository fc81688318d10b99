using Molecule.Grains.Templates;

namespace Molecule.MeshSupport;

/// <summary>Templates that a test makes up.</summary>
public sealed class FakeTemplates(params Template[] templates) : ITemplates
{
    /// <summary>What there is now.</summary>
    public TemplateCatalog Catalog { get; set; } = new(templates);

    /// <inheritdoc />
    public ValueTask<TemplateCatalog> ReadAsync() => new(Catalog);
}

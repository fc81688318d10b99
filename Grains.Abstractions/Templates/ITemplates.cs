namespace Molecule.Grains.Templates;

/// <summary>The templates that workspaces are made from. Where they are kept is the implementation's matter.</summary>
public interface ITemplates
{
    /// <summary>All of them, as they were a moment ago.</summary>
    ValueTask<TemplateCatalog> ReadAsync();
}

/// <summary>No templates: nobody said where they are.</summary>
public sealed class NoTemplates : ITemplates
{
    /// <inheritdoc />
    public ValueTask<TemplateCatalog> ReadAsync() => new(TemplateCatalog.Empty);
}

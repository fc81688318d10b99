using System.ComponentModel;

namespace Orleans.Embedded.CodeGeneration;

/// <summary>
/// What one assembly brings to the engine: its grain interfaces, grain classes and copiers. Implemented by generated code.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface IGrainAssemblyManifest
{
    /// <summary>Adds everything that the assembly declares.</summary>
    void Register(GrainManifestBuilder builder);
}

using System.ComponentModel;

namespace Orleans.Embedded.CodeGeneration;

/// <summary>Names the <see cref="IGrainAssemblyManifest"/> of an assembly, so that the engine finds it without scanning types.</summary>
/// <param name="manifestType">A type with a parameterless constructor that implements <see cref="IGrainAssemblyManifest"/>.</param>
[AttributeUsage(AttributeTargets.Assembly)]
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class GrainAssemblyAttribute(Type manifestType) : Attribute
{
    /// <summary>The manifest's type.</summary>
    public Type ManifestType { get; } = manifestType;
}

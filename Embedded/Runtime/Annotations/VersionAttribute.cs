namespace Orleans.CodeGeneration;

/// <summary>The version of a grain interface. One process holds one version, so that it has no effect here.</summary>
/// <param name="version">The version.</param>
[AttributeUsage(AttributeTargets.Interface)]
public sealed class VersionAttribute(ushort version) : Attribute
{
    /// <summary>The version.</summary>
    public ushort Version { get; } = version;
}

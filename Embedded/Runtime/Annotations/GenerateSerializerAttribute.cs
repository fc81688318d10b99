namespace Orleans;

/// <summary>
/// The type may be an argument, a result or state: a copier is generated from its members with <see cref="IdAttribute"/>.
/// </summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Enum)]
public sealed class GenerateSerializerAttribute : Attribute
{
    /// <summary>Whether members without <see cref="IdAttribute"/> get implicit ids.</summary>
    public GenerateFieldIds GenerateFieldIds { get; init; } = GenerateFieldIds.None;

    /// <summary>Whether the parameters of a primary constructor are members. By default they are for records only.</summary>
    public bool IncludePrimaryConstructorParameters { get; init; }
}

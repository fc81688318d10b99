namespace Orleans;

/// <summary>The type adds no data of its own to the data of its base.</summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class SerializerTransparentAttribute : Attribute;

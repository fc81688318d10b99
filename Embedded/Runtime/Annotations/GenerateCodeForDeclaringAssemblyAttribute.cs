namespace Orleans;

/// <summary>
/// Asks for generated code for the assembly that declares a type. Here every assembly that uses the grain API generates its own.
/// </summary>
/// <param name="type">A type of that assembly.</param>
[AttributeUsage(AttributeTargets.Assembly, AllowMultiple = true)]
public sealed class GenerateCodeForDeclaringAssemblyAttribute(Type type) : Attribute
{
    /// <summary>The type.</summary>
    public Type Type { get; } = type;
}

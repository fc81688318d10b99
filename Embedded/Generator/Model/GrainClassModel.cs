namespace Orleans.Embedded.Generator.Model;

/// <summary>A grain class. The engine reads the rest, once, when it starts.</summary>
/// <param name="Type">The class as code spells it anywhere.</param>
internal sealed record GrainClassModel(string Type);

namespace Orleans.Embedded.Generator.Model;

/// <summary>A grain interface: what its proxy needs to know.</summary>
/// <param name="Type">The interface as code spells it anywhere, with <c>global::</c>.</param>
/// <param name="StableName">The name that identifies the interface: its <c>[Alias]</c>, or else namespace, outer types and name.</param>
/// <param name="Identifier">The name of what is generated for it, unique in <paramref name="Namespace"/>.</param>
/// <param name="Namespace">The namespace the interface stands in; empty for the global one.</param>
internal sealed record GrainInterfaceModel(
    string Type, string StableName, string Identifier, string Namespace, EquatableArray<GrainMethodModel> Methods);

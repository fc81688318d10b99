using Microsoft.CodeAnalysis;
using Orleans.Embedded.Generator.Model;

namespace Orleans.Embedded.Generator.Parsing;

/// <summary>Reads grain classes.</summary>
internal static class GrainClassParser
{
    public static Parsed<GrainClassModel>? Parse(INamedTypeSymbol type)
    {
        if (!GrainTypes.IsGrainClass(type))
        {
            return null;
        }

        var complaint = type.IsGenericAnywhere() ? Descriptors.GenericGrain : !type.IsNameable() ? Descriptors.NotAccessible : null;
        if (complaint is not null)
        {
            DiagnosticInfo[] diagnostics = [DiagnosticInfo.Create(complaint, type, type.Named())];
            return new Parsed<GrainClassModel>(null, diagnostics.ToEquatableArray());
        }

        return new Parsed<GrainClassModel>(new GrainClassModel(type.SpelledPlain()), default);
    }
}

using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace Orleans.Embedded.Generator.Model;

/// <summary>A diagnostic without ties to a compilation, so that models that carry it can be compared and kept.</summary>
internal sealed record DiagnosticInfo(
    DiagnosticDescriptor Descriptor, string FilePath, TextSpan Span, LinePositionSpan Lines, EquatableArray<string> Arguments)
{
    public static DiagnosticInfo Create(DiagnosticDescriptor descriptor, ISymbol subject, params string[] arguments)
    {
        var location = subject.Locations.FirstOrDefault(l => l.IsInSource) ?? Location.None;
        var lines = location.GetLineSpan();
        return new DiagnosticInfo(
            descriptor, lines.Path ?? "", location.SourceSpan, lines.Span, arguments.ToEquatableArray());
    }

    public Diagnostic ToDiagnostic() =>
        Diagnostic.Create(
            Descriptor,
            FilePath.Length == 0 ? Location.None : Location.Create(FilePath, Span, Lines),
            [.. Arguments]);
}

namespace Orleans.Embedded.Generator.Model;

/// <summary>What reading one declaration gave: a model when it is sound, and everything there is to complain about.</summary>
internal sealed record Parsed<TModel>(TModel? Model, EquatableArray<DiagnosticInfo> Diagnostics)
    where TModel : class;

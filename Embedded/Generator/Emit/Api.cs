namespace Orleans.Embedded.Generator.Emit;

/// <summary>The engine's types that generated code builds on, as it spells them.</summary>
internal static class Api
{
    public const string CodeGeneration = "global::Orleans.Embedded.CodeGeneration.";
    public const string Reference = "global::Orleans.Runtime.GrainReference";
    public const string ReferenceShared = "global::Orleans.Runtime.GrainReferenceShared";
    public const string Key = "global::Orleans.Runtime.IdSpan";
    public const string InvokeOptions = "global::Orleans.CodeGeneration.InvokeMethodOptions";
    public const string CopyContext = CodeGeneration + "CopyContext";
    public const string Copier = CodeGeneration + "Copier";
    public const string CancellationToken = "global::System.Threading.CancellationToken";
    public const string ValueTask = "global::System.Threading.Tasks.ValueTask";
}

namespace Orleans.Embedded.Generator;

/// <summary>What generated things are called. Other assemblies build on these names: a derived type's copier calls its base's.</summary>
internal static class GeneratedNames
{
    private const string Root = "OrleansCodeGen";

    /// <summary>The namespace of what is generated for the types of a namespace.</summary>
    public static string Namespace(string source, bool global = false) =>
        (global ? "global::" : "") + (source.Length == 0 ? Root : Root + "." + source);

    public static string Proxy(string identifier) => "Proxy_" + identifier;

    public static string Copier(string identifier) => "Copier_" + identifier;
}

using Microsoft.CodeAnalysis.Text;
using Orleans.Embedded.Generator.Model;

namespace Orleans.Embedded.Generator.Emit;

/// <summary>Writes the proxy of a grain interface: a reference whose methods wrap their arguments in requests and send them.</summary>
internal static class ProxyEmitter
{
    public static SourceText Emit(GrainInterfaceModel grain)
    {
        var name = GeneratedNames.Proxy(grain.Identifier);
        var writer = CodeWriter.StartFile()
            .Line($"namespace {GeneratedNames.Namespace(grain.Namespace)};").Line()
            .OpenType($"internal sealed class {name} : {Api.Reference}, {grain.Type}")
            .Open($"public {name}({Api.ReferenceShared} shared, {Api.Key} key) : base(shared, key)")
            .Close();
        foreach (var method in grain.Methods)
        {
            var parameters = method.Parameters.Select((p, i) => $"{p.Type} a{i}");
            var arguments = string.Join(", ", method.Parameters.Select((_, i) => $"a{i}"));
            writer.Line()
                .Line($"{method.ReturnType} {method.DeclaringType}.{method.Name}({string.Join(", ", parameters)}) =>")
                .Line($"    {Sender(method.Returns)}(new {RequestEmitter.Name(method)}({arguments}));");
        }

        foreach (var method in grain.Methods)
        {
            writer.Line();
            RequestEmitter.Emit(writer, grain, method);
        }

        return writer.Close().ToSourceText();
    }

    private static string Sender(ReturnShape returns) =>
        returns is ReturnShape.Task or ReturnShape.TaskOfResult ? "InvokeTaskAsync" : "InvokeValueTaskAsync";
}

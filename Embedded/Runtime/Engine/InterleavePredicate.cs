using System.Reflection;
using Orleans.Concurrency;
using Orleans.Runtime;
using Orleans.Serialization.Invocation;

namespace Orleans.Embedded.Engine;

/// <summary>Reads <see cref="MayInterleaveAttribute"/>.</summary>
static class InterleavePredicate
{
    internal static Func<object, IInvokable, bool>? For(Type grainClass)
    {
        if (grainClass.GetCustomAttribute<MayInterleaveAttribute>() is not { } attribute)
            return null;
        const BindingFlags Any =
            BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.FlattenHierarchy;
        var method = grainClass.GetMethod(attribute.CallbackMethodName, Any, [typeof(IInvokable)]);
        if (method is null || method.ReturnType != typeof(bool))
        {
            throw new InvalidOperationException(
                $"{grainClass} has no method 'bool {attribute.CallbackMethodName}({nameof(IInvokable)})', "
                + "which its [MayInterleave] names.");
        }
        if (!method.IsStatic)
            return (grain, call) => (bool)method.Invoke(grain, [call])!;
        var predicate = method.CreateDelegate<Func<IInvokable, bool>>();
        return (_, call) => predicate(call);
    }
}

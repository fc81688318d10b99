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
        {
            return (Func<object, IInvokable, bool>)typeof(InterleavePredicate).GetMethod(nameof(OfInstance), Any)!
                .MakeGenericMethod(method.DeclaringType!).Invoke(null, [method])!;
        }

        var predicate = method.CreateDelegate<Func<IInvokable, bool>>();
        return (_, call) => predicate(call);
    }

    // Bound once a class: a call is let in under the activation's lock, where reflection would be felt.
    static Func<object, IInvokable, bool> OfInstance<TGrain>(MethodInfo method)
    {
        var predicate = method.CreateDelegate<Func<TGrain, IInvokable, bool>>();
        return (grain, call) => predicate((TGrain)grain, call);
    }
}

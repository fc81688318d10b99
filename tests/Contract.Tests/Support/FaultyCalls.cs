using System.Reflection;

namespace Molecule.Contract.Tests.Support;

/// <summary>Hands calls on, except for those that a plan lets fail.</summary>
class FaultyCalls : DispatchProxy
{
    FaultPlan _plan = null!;
    object _target = null!;

    public static T Of<T>(T target, FaultPlan plan)
        where T : class => (T)Of(typeof(T), target, plan);

    public static object Of(Type type, object target, FaultPlan plan)
    {
        var proxy = Create(type, typeof(FaultyCalls));
        ((FaultyCalls)proxy)._plan = plan;
        ((FaultyCalls)proxy)._target = target;
        return proxy;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        _plan.Check(targetMethod!);
        return targetMethod!.Invoke(_target, BindingFlags.DoNotWrapExceptions, null, args, null);
    }
}

/// <summary>Refers to grains. Of an interface of which something is broken at the moment, the references are such that it is felt.</summary>
class FaultyGrains : DispatchProxy
{
    FaultPlan _plan = null!;
    Lazy<IGrainFactory> _grains = null!;

    public static IGrainFactory Of(Func<IGrainFactory> grains, FaultPlan plan)
    {
        var proxy = Create<IGrainFactory, FaultyGrains>();
        ((FaultyGrains)(object)proxy)._plan = plan;
        ((FaultyGrains)(object)proxy)._grains = new(grains);
        return proxy;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        var grain = targetMethod!.Invoke(_grains.Value, BindingFlags.DoNotWrapExceptions, null, args, null);
        return targetMethod.IsGenericMethod && targetMethod.GetGenericArguments()[0] is var type && grain is not null && _plan.Concerns(type)
            ? FaultyCalls.Of(type, grain, _plan)
            : grain;
    }
}

using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Embedded.State;
using Orleans.Runtime;

namespace Orleans.Embedded.Engine;

/// <summary>Makes the grains of one class: services come from the container, persistent states are made for each grain.</summary>
sealed class GrainActivator
{
    readonly ObjectFactory _create;
    readonly Func<Activation, object>[] _states;
    readonly IServiceProvider _services;

    internal GrainActivator(Type grainClass, IServiceProvider services)
    {
        _services = services;
        var constructors = grainClass.GetConstructors(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance);
        var parameters = constructors.Length == 1
            ? constructors[0].GetParameters()
            : constructors.Select(c => c.GetParameters()).FirstOrDefault(p => p.Any(IsState)) ?? [];
        var states = parameters.Where(IsState).ToArray();
        _states = [.. states.Select(PersistentStateFactory.For)];
        _create = ActivatorUtilities.CreateFactory(grainClass, [.. states.Select(parameter => parameter.ParameterType)]);
    }

    internal object Create(Activation activation)
    {
        if (_states.Length == 0)
            return _create(_services, null);
        var states = new object[_states.Length];
        for (var i = 0; i < states.Length; i++)
            states[i] = _states[i](activation);
        return _create(_services, states);
    }

    static bool IsState(ParameterInfo parameter) => parameter.IsDefined(typeof(PersistentStateAttribute), inherit: true);
}

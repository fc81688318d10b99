using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Embedded.Engine;
using Orleans.Runtime;
using Orleans.Storage;

namespace Orleans.Embedded.State;

/// <summary>Makes the persistent states that constructor parameters ask for.</summary>
static class PersistentStateFactory
{
    /// <summary>The provider that is used when a grain names none.</summary>
    internal const string DefaultProvider = "Default";

    static readonly MethodInfo CreateMethod =
        typeof(PersistentStateFactory).GetMethod(nameof(Create), BindingFlags.NonPublic | BindingFlags.Static)!;

    internal static Func<Activation, object> For(ParameterInfo parameter)
    {
        var configuration = parameter.GetCustomAttribute<PersistentStateAttribute>()!;
        if (!parameter.ParameterType.IsGenericType || parameter.ParameterType.GetGenericTypeDefinition() != typeof(IPersistentState<>))
        {
            throw new InvalidOperationException(
                $"'{parameter}' of {parameter.Member.DeclaringType} has [PersistentState] but is no IPersistentState<T>.");
        }
        var create = CreateMethod.MakeGenericMethod(parameter.ParameterType.GetGenericArguments())
            .CreateDelegate<Func<Activation, IPersistentStateConfiguration, object>>();
        return activation => create(activation, configuration);
    }

    static object Create<TState>(Activation activation, IPersistentStateConfiguration configuration)
    {
        var name = configuration.StorageName ?? DefaultProvider;
        var storage = activation.ActivationServices.GetKeyedService<IGrainStorage>(name)
            ?? throw new BadProviderConfigException($"{activation.GrainId} asks for the grain storage '{name}', which is not registered.");
        var state = new PersistentState<TState>(activation.GrainId, configuration.StateName, storage);
        state.ReadDuring(activation.ObservableLifecycle);
        return state;
    }
}

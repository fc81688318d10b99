using System.Reflection;
using Orleans.Runtime;

namespace Molecule.TestSupport.Grains;

/// <summary>Grains that answer what a test says, without an engine.</summary>
public sealed partial class FakeGrains : IGrainFactory
{
    readonly Dictionary<(Type, string), Func<string, object?[], object?>> _answers = [];

    /// <summary>Says what a method answers. A later answer replaces an earlier one.</summary>
    /// <param name="method">The method's name.</param>
    /// <param name="answer">Given the grain's key and the arguments, the task to return.</param>
    public FakeGrains On<TGrain>(string method, Func<string, object?[], object?> answer)
        where TGrain : IGrainWithStringKey
    {
        lock (_answers)
            _answers[(typeof(TGrain), method)] = answer;
        return this;
    }

    /// <inheritdoc />
    public TGrainInterface GetGrain<TGrainInterface>(string primaryKey, string? grainClassNamePrefix = null)
        where TGrainInterface : IGrainWithStringKey
    {
        var proxy = DispatchProxy.Create<TGrainInterface, GrainProxy>();
        ((GrainProxy)(object)proxy).Invoked = (method, arguments) => Answer(typeof(TGrainInterface), method, primaryKey, arguments);
        return proxy;
    }

    object? Answer(Type type, string method, string key, object?[] arguments)
    {
        Func<string, object?[], object?>? answer;
        lock (_answers)
            answer = _answers.GetValueOrDefault((type, method));
        return answer is null
            ? throw new NotSupportedException($"The test did not say what {type.Name}.{method} answers.")
            : answer(key, arguments);
    }

    /// <summary>Stands for one grain.</summary>
    public class GrainProxy : DispatchProxy
    {
        internal Func<string, object?[], object?>? Invoked { get; set; }

        /// <inheritdoc />
        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => Invoked!(targetMethod!.Name, args ?? []);
    }

#pragma warning disable CS1591 // Keys of other kinds are not used.
    public TGrainInterface GetGrain<TGrainInterface>(Guid primaryKey, string? grainClassNamePrefix = null)
        where TGrainInterface : IGrainWithGuidKey => throw new NotSupportedException();

    public TGrainInterface GetGrain<TGrainInterface>(long primaryKey, string? grainClassNamePrefix = null)
        where TGrainInterface : IGrainWithIntegerKey => throw new NotSupportedException();

    public TGrainInterface GetGrain<TGrainInterface>(Guid primaryKey, string keyExtension, string? grainClassNamePrefix = null)
        where TGrainInterface : IGrainWithGuidCompoundKey => throw new NotSupportedException();

    public TGrainInterface GetGrain<TGrainInterface>(long primaryKey, string keyExtension, string? grainClassNamePrefix = null)
        where TGrainInterface : IGrainWithIntegerCompoundKey => throw new NotSupportedException();

    public IGrain GetGrain(Type grainInterfaceType, Guid grainPrimaryKey) => throw new NotSupportedException();

    public IGrain GetGrain(Type grainInterfaceType, long grainPrimaryKey) => throw new NotSupportedException();

    public IGrain GetGrain(Type grainInterfaceType, string grainPrimaryKey) => throw new NotSupportedException();

    public TGrainInterface GetGrain<TGrainInterface>(GrainId grainId)
        where TGrainInterface : IAddressable => throw new NotSupportedException();

    public IAddressable GetGrain(GrainId grainId) => throw new NotSupportedException();

    public IAddressable GetGrain(GrainId grainId, GrainInterfaceType interfaceType) => throw new NotSupportedException();
#pragma warning restore CS1591
}

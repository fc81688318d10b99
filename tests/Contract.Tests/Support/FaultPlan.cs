using System.Reflection;

namespace Molecule.Contract.Tests.Support;

/// <summary>What is to go wrong: one method of one interface, of a store or of a grain, until a test takes it back.</summary>
sealed class FaultPlan
{
    volatile Fault? _fault;

    /// <summary>Lets a method fail. Dispose the result to have it work again.</summary>
    /// <param name="method">Such as <c>IOrgGrain.ListAsync</c>.</param>
    /// <param name="exception">What it throws.</param>
    public IDisposable Break(string method, Func<Exception> exception)
    {
        var (type, name) = method.Split('.') is [var left, var right] ? (left, right) : throw new ArgumentException("An interface and a method.", nameof(method));
        _fault = new Fault(type, name, exception);
        return new Mending(this);
    }

    /// <summary>Whether something of this interface is broken.</summary>
    public bool Concerns(Type type) => _fault?.Type == type.Name;

    /// <summary>Throws if this call is one that fails.</summary>
    public void Check(MethodInfo method)
    {
        if (_fault is { } fault && fault.Type == method.DeclaringType!.Name && fault.Method == method.Name)
            throw fault.Exception();
    }

    /// <summary>Puts a store's interface under this plan.</summary>
    public void Cover<T>(IServiceCollection services)
        where T : class
    {
        var found = services.Last(service => service.ServiceType == typeof(T) && !service.IsKeyedService);
        services.AddSingleton(provider => FaultyCalls.Of<T>(
            (T)(found.ImplementationFactory?.Invoke(provider) ?? ActivatorUtilities.CreateInstance(provider, found.ImplementationType!)), this));
    }

    /// <summary>Puts everything that the gateway and the grains ask of other grains under this plan.</summary>
    public void CoverGrains(IServiceCollection services) => services.AddSingleton(provider =>
        FaultyGrains.Of(() => provider.GetRequiredService<IClusterClient>(), this));

    sealed record Fault(string Type, string Method, Func<Exception> Exception);

    sealed class Mending(FaultPlan plan) : IDisposable
    {
        public void Dispose() => plan._fault = null;
    }
}

using System.Collections.Concurrent;
using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Concurrency;
using Orleans.Runtime;
using Orleans.Serialization.Invocation;

namespace Orleans.Embedded.Engine;

/// <summary>A grain class: what its attributes say, how its grains are made, and the directory of its activations.</summary>
sealed class GrainClass
{
    // A fixed number of locks makes the order of enumeration the same on every machine.
    const int DirectoryLocks = 16;

    readonly ConcurrentDictionary<IdSpan, Activation> _activations = new(DirectoryLocks, 31);
    readonly ConcurrentDictionary<IdSpan, StatelessPool>? _pools;
    readonly GrainActivator _activator;
    readonly int _maxWorkers;

    internal GrainClass(Type type, GrainEngine engine)
    {
        Type = type;
        Engine = engine;
        GrainType = type.GetCustomAttribute<GrainTypeAttribute>() is { } named ? named.GrainType : DefaultGrainType(type);
        IsReentrant = type.IsDefined(typeof(ReentrantAttribute), inherit: true);
        MayInterleave = InterleavePredicate.For(type);
        AgeLimit = AgeLimitOf(type, engine.Options);
        if (type.GetCustomAttribute<StatelessWorkerAttribute>() is { } workers)
        {
            _maxWorkers = workers.MaxLocalWorkers > 0 ? workers.MaxLocalWorkers : Environment.ProcessorCount;
            _pools = new(DirectoryLocks, 31);
        }
        _activator = new GrainActivator(type, engine.Services);
    }

    internal Type Type { get; }

    internal GrainEngine Engine { get; }

    internal GrainType GrainType { get; }

    internal bool IsReentrant { get; }

    internal Func<object, IInvokable, bool>? MayInterleave { get; }

    /// <summary>How long a grain stays without a call; null means for ever.</summary>
    internal TimeSpan? AgeLimit { get; }

    internal bool IsStatelessWorker => _pools is not null;

    internal IEnumerable<Activation> Activations =>
        _pools is null ? _activations.Select(entry => entry.Value) : _pools.SelectMany(entry => entry.Value.Activations);

    internal object CreateGrain(Activation activation) => _activator.Create(activation);

    /// <summary>The activation that serves the next call of the grain.</summary>
    internal Activation Locate(IdSpan key)
    {
        if (_pools is not null)
            return _pools.GetOrAdd(key, static (key, self) => new StatelessPool(self, key, self._maxWorkers), this).Choose();
        return _activations.TryGetValue(key, out var activation)
            ? activation
            : _activations.GetOrAdd(key, static (key, self) => new Activation(self, key, null), this);
    }

    internal void Remove(IdSpan key, Activation activation, StatelessPool? pool)
    {
        if (pool is not null)
            pool.Remove(activation);
        else
            _activations.TryRemove(new(key, activation));
    }

    static GrainType DefaultGrainType(Type type)
    {
        var name = type.Name;
        if (name.EndsWith("Grain", StringComparison.Ordinal) && name.Length > "Grain".Length)
            name = name[..^"Grain".Length];
        return GrainType.Create(name.ToLowerInvariant());
    }

    static TimeSpan? AgeLimitOf(Type type, EmbeddedEngineOptions options)
    {
        if (type.IsDefined(typeof(KeepAliveAttribute), inherit: true))
            return null;
        var limit = type.GetCustomAttribute<CollectionAgeLimitAttribute>()?.AgeLimit ?? options.CollectionAge;
        return limit == TimeSpan.MaxValue ? null : limit;
    }
}

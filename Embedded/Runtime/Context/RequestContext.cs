using Orleans.Embedded.Engine;

namespace Orleans.Runtime;

/// <summary>Values that travel with calls: from a caller to all that it calls, never back.</summary>
public static class RequestContext
{
    const string ReentrancyKey = "#CCR";

    static readonly AsyncLocal<Dictionary<string, object>?> Values = new();

    /// <summary>The keys of the values.</summary>
    public static IEnumerable<string> Keys => Values.Value?.Keys ?? Enumerable.Empty<string>();

    /// <summary>The values.</summary>
    public static IEnumerable<KeyValuePair<string, object>> Entries => Values.Value ?? Enumerable.Empty<KeyValuePair<string, object>>();

    /// <summary>The call chain that may re-enter the grains of its callers; empty when none may.</summary>
    public static Guid ReentrancyId
    {
        get => Get(ReentrancyKey) is Guid id ? id : Guid.Empty;
        set
        {
            if (value == Guid.Empty)
                Remove(ReentrancyKey);
            else
                Set(ReentrancyKey, value);
        }
    }

    /// <summary>What travels with a call that is made now. Never changed, only replaced.</summary>
    internal static Dictionary<string, object>? Current
    {
        get => Values.Value;
        set => Values.Value = value;
    }

    internal static Guid? ReentrancyIdOf(Dictionary<string, object>? values) =>
        values is not null && values.TryGetValue(ReentrancyKey, out var id) ? (Guid)id : null;

    /// <summary>The value with the given key, or null.</summary>
    public static object? Get(string key) => Values.Value is { } values && values.TryGetValue(key, out var value) ? value : null;

    /// <summary>Sets a value for the calls that are made from here on. Values should not change once they are set.</summary>
    public static void Set(string key, object value) =>
        Values.Value = new Dictionary<string, object>(Values.Value ?? []) { [key] = value };

    /// <summary>Removes a value.</summary>
    /// <returns>Whether there was one.</returns>
    public static bool Remove(string key)
    {
        if (Values.Value is not { } values || !values.ContainsKey(key))
            return false;
        var rest = new Dictionary<string, object>(values);
        rest.Remove(key);
        Values.Value = rest.Count > 0 ? rest : null;
        return true;
    }

    /// <summary>Removes all values.</summary>
    public static void Clear()
    {
        if (Values.Value is not null)
            Values.Value = null;
    }

    /// <summary>Lets calls that this call leads to re-enter the grain, until the result is disposed of.</summary>
    public static ReentrancySection AllowCallChainReentrancy()
    {
        var current = ReentrancyId;
        return new ReentrancySection(current, current == Guid.Empty ? Guid.NewGuid() : current);
    }

    /// <summary>Keeps calls that this call leads to from re-entering the grain, until the result is disposed of.</summary>
    public static ReentrancySection SuppressCallChainReentrancy() => new(ReentrancyId, Guid.Empty);

    /// <summary>A stretch of code with a call chain of its own; disposing of it restores the one before.</summary>
    public readonly struct ReentrancySection : IDisposable
    {
        readonly Guid _original;
        readonly Guid _new;

        /// <summary>Starts the stretch.</summary>
        public ReentrancySection(Guid originalReentrancyId, Guid newReentrancyId)
        {
            _original = originalReentrancyId;
            _new = newReentrancyId;
            if (newReentrancyId != originalReentrancyId)
                ReentrancyId = newReentrancyId;
            if (newReentrancyId != Guid.Empty)
                (TurnContext.Current as Activation)?.EnterReentrantSection(newReentrancyId);
        }

        /// <summary>Ends the stretch.</summary>
        public void Dispose()
        {
            if (ReentrancyId != _original)
                ReentrancyId = _original;
            if (_new != Guid.Empty)
                (TurnContext.Current as Activation)?.LeaveReentrantSection(_new);
        }
    }
}

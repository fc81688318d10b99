namespace Orleans;

/// <summary>State on its way between a grain and a store.</summary>
[GenerateSerializer]
public sealed class GrainState<T> : IGrainState<T>
{
    /// <summary>Creates an empty one.</summary>
    public GrainState()
    {
    }

    /// <summary>Creates one without a version.</summary>
    public GrainState(T? state)
        : this(state, null)
    {
    }

    /// <summary>Creates one.</summary>
    public GrainState(T? state, string? eTag)
    {
        State = state;
        ETag = eTag;
    }

    /// <inheritdoc/>
    [Id(0)]
    public T? State { get; set; }

    /// <inheritdoc/>
    [Id(1)]
    public string? ETag { get; set; }

    /// <inheritdoc/>
    [Id(2)]
    public bool RecordExists { get; set; }
}

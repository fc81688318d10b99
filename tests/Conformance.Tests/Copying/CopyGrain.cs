namespace Molecule.Conformance.Tests.Copying;

/// <summary>A grain that keeps what it is given, so that a test sees whether anybody else can change it.</summary>
public interface ICopyGrain : IGrainWithStringKey
{
    Task Keep(object value);

    /// <summary>What is kept, the very object.</summary>
    Task<object?> Kept();

    Task KeepBag(Bag bag);

    Task<Bag> KeptBag();

    Task<T2> Swap(T1 value);

    /// <summary>Changes what it is given, after the call as well.</summary>
    Task Spoil(List<string> lines, Note note);

    ValueTask<Span2> Through(Span2 span);

    Task<Fact> State(Fact fact);

    /// <summary>Lets a grain keep something.</summary>
    Task Forward(ICopyGrain target, Box<ICopyGrain> boxed, string text);

    Task<Exception> Explain(Exception exception);

    /// <summary>Keeps what stands behind the interfaces of collections, and gives it back.</summary>
    Task<IReadOnlyList<Item>> Sequences(IReadOnlyList<Item> list, IEnumerable<string> texts, IReadOnlyDictionary<string, Item> map);
}

[GenerateSerializer]
public sealed record T1(int[] Numbers);

[GenerateSerializer]
public sealed record T2(int[] Numbers);

public sealed class CopyGrain : Grain, ICopyGrain
{
    object? _kept;
    Bag? _bag;

    public Task Keep(object value)
    {
        _kept = value;
        return Task.CompletedTask;
    }

    public Task<object?> Kept() => Task.FromResult(_kept);

    public Task KeepBag(Bag bag)
    {
        _bag = bag;
        return Task.CompletedTask;
    }

    public Task<Bag> KeptBag() => Task.FromResult(_bag!);

    public Task<T2> Swap(T1 value) => Task.FromResult(new T2([.. value.Numbers.Reverse()]));

    public Task Spoil(List<string> lines, Note note)
    {
        lines.Add("spoiled");
        note.Lines.Clear();
        return Task.CompletedTask;
    }

    public ValueTask<Span2> Through(Span2 span)
    {
        span.Points.Add(99);
        return new(span);
    }

    public Task<Fact> State(Fact fact) => Task.FromResult(fact);

    public async Task Forward(ICopyGrain target, Box<ICopyGrain> boxed, string text)
    {
        await target.Keep(text);
        await boxed.Content!.Keep(text + " boxed");
    }

    public Task<Exception> Explain(Exception exception) => Task.FromResult(exception);

    public Task<IReadOnlyList<Item>> Sequences(
        IReadOnlyList<Item> list, IEnumerable<string> texts, IReadOnlyDictionary<string, Item> map) =>
        Task.FromResult<IReadOnlyList<Item>>([.. list, .. texts.Select(t => new Item { Name = t }), .. map.Values]);
}

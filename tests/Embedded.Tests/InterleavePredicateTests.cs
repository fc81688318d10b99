using Orleans.Concurrency;
using Orleans.Embedded.Engine;
using Orleans.Runtime;
using Orleans.Serialization.Invocation;

namespace Molecule.Embedded.Tests;

public sealed class InterleavePredicateTests
{
    [Fact]
    public void Predicate_of_an_instance_is_called_without_reflection()
    {
        var predicate = InterleavePredicate.For(typeof(Heir))!;

        predicate(new Heir { Answer = true }, null!).ShouldBeTrue();
        predicate(new Heir { Answer = false }, null!).ShouldBeFalse();

        // Reflection would wrap it.
        Should.Throw<TimeoutException>(() => predicate(new Heir(), null!));
    }

    [Fact]
    public void Class_without_the_attribute_has_none() => InterleavePredicate.For(typeof(InterleavePredicateTests)).ShouldBeNull();

    [MayInterleave(nameof(LetIn))]
    class Ancestor
    {
        public bool? Answer { get; init; }

        protected virtual bool LetIn(IInvokable call) => throw new InvalidOperationException();
    }

    sealed class Heir : Ancestor
    {
        protected override bool LetIn(IInvokable call) => Answer ?? throw new TimeoutException();
    }
}

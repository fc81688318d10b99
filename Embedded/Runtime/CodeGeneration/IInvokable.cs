namespace Orleans.Serialization.Invocation;

/// <summary>A grain call as <c>[MayInterleave]</c> predicates see it.</summary>
public interface IInvokable
{
    /// <summary>The number of arguments, the cancellation token not counted.</summary>
    int GetArgumentCount();

    /// <summary>The argument at <paramref name="index"/>, boxed.</summary>
    object? GetArgument(int index);

    /// <summary>The method's name.</summary>
    string GetMethodName();

    /// <summary>The grain interface's name.</summary>
    string GetInterfaceName();
}

namespace Orleans.Concurrency;

/// <summary>Names a method <c>static bool Name(IInvokable request)</c> of the class that says which calls may interleave.</summary>
/// <param name="callbackMethodName">The method's name.</param>
[AttributeUsage(AttributeTargets.Class)]
public sealed class MayInterleaveAttribute(string callbackMethodName) : Attribute
{
    internal string CallbackMethodName { get; } = callbackMethodName;
}

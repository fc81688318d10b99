namespace Orleans.Embedded.Generator.Model;

/// <summary>A method that a proxy turns into a request.</summary>
/// <param name="DeclaringType">The interface that declares it, which may be a base of the one that the proxy stands for.</param>
/// <param name="Name">The name as the call spells it, escaped when it is a keyword.</param>
/// <param name="RequestName">The name of its request class, unique within the proxy.</param>
/// <param name="ResultType">The type inside <c>Task</c> or <c>ValueTask</c>; null when there is none.</param>
/// <param name="ResultIsImmutable">Whether the result can be handed over as it is.</param>
/// <param name="ResponseTimeoutTicks">The time-out that the method declares; null when it declares none.</param>
internal sealed record GrainMethodModel(
    string DeclaringType,
    string Name,
    string RequestName,
    string ReturnType,
    ReturnShape Returns,
    string? ResultType,
    bool ResultIsImmutable,
    EquatableArray<ParameterModel> Parameters,
    InvokeOptions Options,
    long? ResponseTimeoutTicks);

/// <summary>A parameter of a grain method.</summary>
/// <param name="IsImmutable">Whether an argument can be handed over as it is.</param>
internal sealed record ParameterModel(string Name, string Type, bool IsImmutable, bool IsCancellationToken);

/// <summary>The awaitable that a grain method returns.</summary>
internal enum ReturnShape
{
    Task,
    TaskOfResult,
    ValueTask,
    ValueTaskOfResult,
}

/// <summary>What the attributes of a method ask of its calls.</summary>
[Flags]
internal enum InvokeOptions
{
    None = 0,
    OneWay = 1,
    ReadOnly = 2,
    AlwaysInterleave = 4,
}

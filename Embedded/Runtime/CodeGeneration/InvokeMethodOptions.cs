namespace Orleans.CodeGeneration;

/// <summary>How a grain method is called.</summary>
[Flags]
public enum InvokeMethodOptions
{
    /// <summary>An ordinary call.</summary>
    None = 0,

    /// <summary>The caller does not wait for an answer.</summary>
    OneWay = 1,

    /// <summary>The method changes nothing, so that such calls may interleave with each other.</summary>
    ReadOnly = 2,

    /// <summary>The call may interleave with every other.</summary>
    AlwaysInterleave = 4,

    /// <summary>Has no effect; kept because Orleans has it.</summary>
    Unordered = 8,
}

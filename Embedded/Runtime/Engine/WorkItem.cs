using Orleans.Embedded.CodeGeneration;

namespace Orleans.Embedded.Engine;

/// <summary>One stretch of a turn: the start of a call (no callback) or a continuation of it.</summary>
readonly record struct WorkItem(GrainRequest Request, SendOrPostCallback? Callback, object? State);

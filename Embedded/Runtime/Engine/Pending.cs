#pragma warning disable
using Orleans.Embedded.CodeGeneration;
using Orleans.Runtime;
using Orleans.Streams;

namespace Orleans.Embedded.Engine
{
    sealed class GrainEngine
    {
        internal bool Send(GrainReference reference, ref Activation? activation, GrainRequest request) => throw new NotSupportedException();
        internal GrainReference GetReference(GrainId id, Type interfaceType) => throw new NotSupportedException();
    }
    sealed class GrainClass { internal GrainType GrainType { get; } }
    abstract class Activation : IGrainContext
    {
        public abstract GrainReference GrainReference { get; }
        public abstract GrainId GrainId { get; }
        public abstract object? GrainInstance { get; }
        public abstract ActivationId ActivationId { get; }
        public abstract IServiceProvider ActivationServices { get; }
        public abstract IGrainLifecycle ObservableLifecycle { get; }
        public abstract Task Deactivated { get; }
        public abstract TComponent? GetComponent<TComponent>() where TComponent : class;
        public abstract void SetComponent<TComponent>(TComponent? value) where TComponent : class;
        public abstract void Deactivate(DeactivationReason deactivationReason, CancellationToken cancellationToken = default);
        public abstract bool Equals(IGrainContext? other);
        internal void DelayDeactivation(TimeSpan timeSpan) => throw new NotSupportedException();
    }
    static class TurnContext { internal static IGrainContext? Current => null; }
    sealed class GrainTimer<TState>(Activation a, Func<TState, CancellationToken, Task> callback, TState state, GrainTimerCreationOptions o) : IGrainTimer
    {
        public void Change(TimeSpan dueTime, TimeSpan period) => throw new NotSupportedException();
        public void Dispose() => throw new NotSupportedException();
    }
}
namespace Orleans.Embedded.Copying
{
    sealed class CopierRegistry
    {
        internal Copier<T> Get<T>() => throw new NotSupportedException();
        internal Copier Get(Type type) => throw new NotSupportedException();
    }
}
namespace Orleans.Embedded.Reminders
{
    sealed class ReminderService
    {
        internal Task<IGrainReminder> RegisterOrUpdateAsync(GrainId id, string n, TimeSpan d, TimeSpan p) => throw new NotSupportedException();
        internal Task<IGrainReminder?> GetAsync(GrainId id, string n) => throw new NotSupportedException();
        internal Task<List<IGrainReminder>> GetAllAsync(GrainId id) => throw new NotSupportedException();
        internal Task UnregisterAsync(IGrainReminder r) => throw new NotSupportedException();
    }
}
namespace Orleans.Embedded.Streams
{
    static class StreamProvider { internal static IStreamProvider Find(IServiceProvider s, string n) => throw new NotSupportedException(); }
}
namespace Orleans.Embedded.CodeGeneration
{
    partial class GrainRequest { }
    partial class GrainRequest<TResult> { internal Task<TResult> AsTask() => throw new NotSupportedException(); internal ValueTask<TResult> AsValueTask() => throw new NotSupportedException(); }
    partial class VoidGrainRequest { internal Task AsTask() => throw new NotSupportedException(); internal ValueTask AsValueTask() => throw new NotSupportedException(); }
}

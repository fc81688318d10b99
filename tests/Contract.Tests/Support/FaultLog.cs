using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Molecule.Contract.Tests.Support;

/// <summary>Keeps what is logged as an error, so that a test can say that nothing went wrong behind a good answer.</summary>
sealed class FaultLog : ILoggerProvider, ILogger
{
    readonly ConcurrentQueue<string> _faults = new();

    /// <summary>What went wrong so far.</summary>
    public IReadOnlyCollection<string> All => _faults;

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?,
        string> formatter)
    {
        if (IsEnabled(logLevel))
            _faults.Enqueue($"{formatter(state, exception)} {exception}");
    }

    public void Dispose()
    {
    }
}

using Microsoft.Extensions.Logging;

namespace Molecule.Sdk;

/// <summary>The loggers of an agent: its owner's, or a plain console.</summary>
sealed class AgentLogging(ILoggerFactory? given) : IDisposable
{
    public ILoggerFactory Factory { get; } = given ?? LoggerFactory.Create(logging => logging
        .AddFilter("Microsoft", LogLevel.Warning)
        .AddSimpleConsole(console => console.SingleLine = true));

    public ILogger<T> For<T>() => Factory.CreateLogger<T>();

    public void Dispose()
    {
        if (given is null) Factory.Dispose();
    }
}

using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Molecule.Embedded.Tests.Grains;
using Orleans;
using Orleans.Embedded.Testing;

namespace Molecule.Embedded.Tests;

/// <summary>What the log says of calls that nobody waits for.</summary>
public sealed class OneWayFailureTests
{
    static readonly TimeSpan CountingTime = TimeSpan.FromSeconds(10);

    [Fact]
    public void What_fails_alike_is_told_once_and_then_counted() => Simulation.RunMany(Enumerable.Range(0, 5), async sim =>
    {
        var (silo, log) = await StartAsync(sim);

        for (var i = 0; i < 100; i++)
            await silo.Grains.GetGrain<IProbeGrain>("p").FailUnseen();
        await Task.Delay(CountingTime / 2, sim.Clock);
        log.Told.ShouldHaveSingleItem().ShouldBe("The one-way call of FailUnseen at probe/p failed. InvalidDataException");

        await Task.Delay(CountingTime, sim.Clock);
        log.Told.Skip(1).ShouldHaveSingleItem().ShouldBe("99 more one-way calls of FailUnseen at grains of type probe failed with InvalidDataException.");
    });

    [Fact]
    public void What_fails_in_another_way_or_later_is_told_again_and_a_single_failure_is_not_counted() => Simulation.RunMany(Enumerable.Range(0, 5), async sim =>
    {
        var (silo, log) = await StartAsync(sim);

        foreach (var key in new[] { "p", "stuck", "p" })
        {
            await silo.Grains.GetGrain<IProbeGrain>(key).FailUnseen();
            await Task.Delay(2 * CountingTime, sim.Clock);
        }

        log.Told.ShouldBe(
        [
            "The one-way call of FailUnseen at probe/p failed. InvalidDataException",
            "The one-way call of FailUnseen at probe/stuck failed. TimeoutException",
            "The one-way call of FailUnseen at probe/p failed. InvalidDataException",
        ]);
    });

    static async Task<(SimulatedSilo Silo, LogLines Log)> StartAsync(Simulation sim)
    {
        var log = new LogLines();
        var silo = await Simulated.StartAsync(
            sim, services: services => services.AddSingleton(new Journal(sim.Clock)).AddLogging(logging => logging.AddProvider(log)));
        return (silo, log);
    }

    sealed class LogLines : ILoggerProvider, ILogger
    {
        public List<string> Told { get; } = [];

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (formatter(state, exception) is var line && line.Contains("one-way", StringComparison.Ordinal))
                Told.Add(exception is null ? line : $"{line} {exception.GetType().Name}");
        }

        public void Dispose()
        {
        }
    }
}

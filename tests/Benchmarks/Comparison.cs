using Molecule.Benchmarks.Servers;

namespace Molecule.Benchmarks;

/// <summary>Measures two sides in alternating rounds, so that whatever else the machine does hits both, and prints their medians and ratio.</summary>
static class Comparison
{
    const int MostWarmUps = 40;
    const int Patience = 3;

    /// <summary>Runs the rounds.</summary>
    /// <param name="title">What is compared.</param>
    /// <param name="unit">The unit of the figures.</param>
    /// <param name="options">How many, and whether anything is warmed up first.</param>
    /// <param name="yardstick">Measures the bare side.</param>
    /// <param name="molecule">Measures this program.</param>
    public static async Task RunAsync(string title, string unit, BenchmarkOptions options, Func<Task<Sample>> yardstick, Func<Task<Sample>> molecule)
    {
        if (!options.IsSmoke)
        {
            await WarmUpAsync(yardstick);
            await WarmUpAsync(molecule);
        }

        var (bare, own) = (new List<Sample>(), new List<Sample>());
        for (var round = 0; round < options.Rounds; round++)
        {
            // Whoever comes second finds a warmer machine: the order changes each time.
            if (round % 2 == 0)
            {
                bare.Add(await yardstick());
                own.Add(await molecule());
            }
            else
            {
                own.Add(await molecule());
                bare.Add(await yardstick());
            }

            Console.WriteLine($"  round {round + 1}: yardstick {bare[^1]}, molecule {own[^1]} {unit}");
        }

        var (bareFigure, ownFigure) = (Median(bare, sample => sample.Figure), Median(own, sample => sample.Figure));
        var (bareCpu, ownCpu) = (Median(bare, sample => sample.Cpu), Median(own, sample => sample.Cpu));
        Console.WriteLine(
            $"{title}: yardstick {bareFigure:N1}, molecule {ownFigure:N1} {unit}; ratio {ownFigure / bareFigure:0.00}, difference {ownFigure - bareFigure:N1}"
            + (ownCpu > 0 ? $"; processor time of a request {bareCpu:N1} µs and {ownCpu:N1} µs" : ""));
    }

    // The compiler works on beside the load, on the same cores, for half a minute and more: what a server costs after a day is what it costs when the compiler
    // has next to nothing to do any more.
    static async Task WarmUpAsync(Func<Task<Sample>> side)
    {
        var calm = 0;
        for (var pass = 0; pass < MostWarmUps && calm < Patience; pass++)
            calm = (await side()).Compiling < Compiler.Calm ? calm + 1 : 0;
    }

    static double Median(List<Sample> samples, Func<Sample, double> value) => samples.Select(value).Order().ElementAt(samples.Count / 2);
}

/// <summary>One measurement of one side.</summary>
/// <param name="Figure">What is compared.</param>
/// <param name="Cpu">Processor time of the server for each request, microseconds; less shaken by a busy machine than any figure. 0: not known.</param>
/// <param name="Compiling">The part of that time that the compiler took.</param>
readonly record struct Sample(double Figure, double Cpu = 0, double Compiling = 0)
{
    public override string ToString() => Cpu > 0 ? $"{Figure:N1} ({Cpu:N1} µs)" : $"{Figure:N1}";
}

using Molecule.Benchmarks.Servers;

namespace Molecule.Benchmarks;

/// <summary>Measures this program and its yardsticks in alternating rounds, so that whatever else the machine does hits all, and prints medians: of each side, and of the ratios and differences within the rounds.</summary>
static class Comparison
{
    const int MostWarmUps = 40;
    const int Patience = 3;

    /// <summary>Runs the rounds.</summary>
    /// <param name="title">What is compared.</param>
    /// <param name="unit">The unit of the figures.</param>
    /// <param name="options">How many, and whether anything is warmed up first.</param>
    /// <param name="sides">This program, then its yardsticks.</param>
    public static async Task RunAsync(string title, string unit, BenchmarkOptions options, params Side[] sides)
    {
        if (!options.IsSmoke)
        {
            foreach (var side in sides) await WarmUpAsync(side.MeasureAsync);
        }

        var samples = sides.ToDictionary(side => side, _ => new List<Sample>());
        for (var round = 0; round < options.Rounds; round++)
        {
            // Whoever comes second finds a warmer machine: the order changes each time.
            foreach (var side in round % 2 == 0 ? sides : sides.Reverse()) samples[side].Add(await side.MeasureAsync());
            Console.WriteLine($"  round {round + 1}: {string.Join(", ", sides.Select(side => $"{side.Name} {samples[side][^1]}"))} {unit}");
        }

        // Each round has its own weather: it is within rounds that sides are compared.
        Console.WriteLine($"{title}: {Describe(sides[0])}");
        foreach (var yardstick in sides[1..])
        {
            var rounds = samples[sides[0]].Zip(samples[yardstick], (own, other) => (Ratio: own.Figure / other.Figure, Difference: own.Figure - other.Figure)).ToList();
            Console.WriteLine($"  {Describe(yardstick)}; ratio {Median(rounds, round => round.Ratio):0.00}, difference {Median(rounds, round => round.Difference):N1}");
        }

        double Figure(Side side) => Median(samples[side], sample => sample.Figure);
        string Describe(Side side) =>
            $"{side.Name} {Figure(side):N1} {unit}" + (Median(samples[side], sample => sample.Cpu) is > 0 and var cpu ? $" ({cpu:N1} µs of processor time for each)" : "");
    }

    // The compiler works on beside the load, on the same cores, for half a minute and more: what a server costs after a day is what it costs when the compiler
    // has next to nothing to do any more.
    static async Task WarmUpAsync(Func<Task<Sample>> side)
    {
        var calm = 0;
        for (var pass = 0; pass < MostWarmUps && calm < Patience; pass++)
            calm = (await side()).Compiling < Compiler.Calm ? calm + 1 : 0;
    }

    static double Median<T>(List<T> samples, Func<T, double> value) => samples.Select(value).Order().ElementAt(samples.Count / 2);
}

/// <summary>One of what is compared.</summary>
/// <param name="Name">What it is called in the output.</param>
/// <param name="MeasureAsync">Measures it once.</param>
sealed record Side(string Name, Func<Task<Sample>> MeasureAsync);

/// <summary>One measurement of one side.</summary>
/// <param name="Figure">What is compared.</param>
/// <param name="Cpu">Processor time of the server for each request, microseconds; less shaken by a busy machine than any figure. 0: not known.</param>
/// <param name="Compiling">The part of that time that the compiler took.</param>
readonly record struct Sample(double Figure, double Cpu = 0, double Compiling = 0)
{
    public override string ToString() => Cpu > 0 ? $"{Figure:N1} ({Cpu:N1} µs)" : $"{Figure:N1}";
}

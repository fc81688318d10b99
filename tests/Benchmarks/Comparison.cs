namespace Molecule.Benchmarks;

/// <summary>Measures two sides in alternating rounds, so that whatever else the machine does hits both, and prints their medians and ratio.</summary>
static class Comparison
{
    /// <summary>Runs the rounds.</summary>
    /// <param name="title">What is compared.</param>
    /// <param name="unit">The unit of the figures.</param>
    /// <param name="rounds">How many.</param>
    /// <param name="yardstick">Measures the bare side.</param>
    /// <param name="molecule">Measures this program.</param>
    public static async Task RunAsync(string title, string unit, int rounds, Func<Task<double>> yardstick, Func<Task<double>> molecule)
    {
        var (bare, own) = (new List<double>(), new List<double>());
        for (var round = 0; round < rounds; round++)
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

            Console.WriteLine($"  round {round + 1}: yardstick {bare[^1]:N1}, molecule {own[^1]:N1} {unit}");
        }

        var (bareMedian, ownMedian) = (Median(bare), Median(own));
        Console.WriteLine(
            $"{title}: yardstick {bareMedian:N1}, molecule {ownMedian:N1} {unit}; ratio {ownMedian / bareMedian:0.00}, difference {ownMedian - bareMedian:N1}");
    }

    static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}

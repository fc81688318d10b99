namespace Molecule.Benchmarks.Calls;

/// <summary>Where calls come from.</summary>
/// <param name="Engine">What runs there.</param>
/// <param name="Name">Where that is, seen from the grains that are called.</param>
/// <param name="Services">Its services.</param>
/// <param name="IsHome">Whether the grains live there.</param>
sealed record Site(string Engine, string Name, IServiceProvider Services, bool IsHome)
{
    public IGrainFactory Grains => Services.GetRequiredService<IGrainFactory>();
}

using Orleans;

namespace Molecule.Embedded.Tests.Grains;

/// <summary>Has two states, and observers of its life around them.</summary>
public interface ILayeredGrain : IGrainWithStringKey
{
    Task Write(int one, int two);

    Task Leave();
}

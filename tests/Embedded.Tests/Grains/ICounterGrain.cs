using Orleans;
using Orleans.Concurrency;

namespace Molecule.Embedded.Tests.Grains;

public interface ICounterGrain : IGrainWithStringKey
{
    Task<int> Add(int amount);

    ValueTask<int> Get();

    Task<int> AddSlowly(int amount, TimeSpan time);

    Task<int> Sum(List<int> numbers);

    Task<Guid> ActivationOf();

    Task<string> Kept();

    Task<List<int>> KeptList();

    ValueTask<int> GetOnce();

    Task Leave();

    Task<string?> SwapAmbient(string value);

    [OneWay]
    Task Tell(int amount);

    Task Fail();
}

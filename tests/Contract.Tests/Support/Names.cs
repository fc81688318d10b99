using System.Collections.Concurrent;
using System.Net;
using Molecule.Gateway.A2A.Addresses;

namespace Molecule.Contract.Tests.Support;

/// <summary>A name server of a test's own: no answer depends on the machine that the test runs on.</summary>
sealed class Names : IHostResolver
{
    readonly ConcurrentDictionary<string, IReadOnlyList<IPAddress>> _addresses = new()
    {
        ["localhost"] = [IPAddress.Loopback],
    };

    /// <summary>Says which addresses a name has from now on.</summary>
    public void Set(string name, params string[] addresses) => _addresses[name] = [.. addresses.Select(IPAddress.Parse)];

    public Task<IReadOnlyList<IPAddress>> ResolveAsync(string host, CancellationToken cancellationToken) =>
        Task.FromResult(_addresses.GetValueOrDefault(host, []));
}

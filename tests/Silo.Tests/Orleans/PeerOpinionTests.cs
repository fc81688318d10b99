using System.Collections.Immutable;
using System.Net;
using Molecule.Silo.Engines.Tenure;
using Orleans.Runtime;

namespace Molecule.Silo.Tests.Orleans;

/// <summary>Decisions 0013, 0018 and 0020: whom the others take for a member, and who may speak.</summary>
public sealed class PeerOpinionTests
{
    static readonly SiloAddress _self = Address(1);

    // One letter for each other silo: y confirms it, n refuses, s is silent, d is known to be dead.
    [Theory]
    [InlineData("", nameof(Standing.Member))]
    [InlineData("d", nameof(Standing.Member))]
    [InlineData("y", nameof(Standing.Member))]
    [InlineData("s", nameof(Standing.Unknown))]
    [InlineData("n", nameof(Standing.Refused))]
    [InlineData("ys", nameof(Standing.Member))]
    [InlineData("yn", nameof(Standing.Member))]
    [InlineData("ss", nameof(Standing.Unknown))]
    [InlineData("sn", nameof(Standing.Refused))]
    [InlineData("sd", nameof(Standing.Unknown))]
    [InlineData("yss", nameof(Standing.Unknown))]
    [InlineData("yys", nameof(Standing.Member))]
    [InlineData("yyss", nameof(Standing.Member))]
    public async Task Silo_is_what_the_greater_part_says(string others, string expected)
    {
        foreach (var hasDatabase in (bool[])[true, false])
        {
            var cluster = new FakeCluster(others);
            using var limit = new CancellationTokenSource();
            var asking = new PeerOpinion(cluster, cluster, cluster).AskAsync(hasDatabase, limit.Token);
            // Who is silent is waited for until it is too late.
            if (expected != nameof(Standing.Member) && others.Contains('s'))
            {
                asking.IsCompleted.ShouldBeFalse();
                await limit.CancelAsync();
            }

            (await asking).ToString().ShouldBe(expected);
            cluster.Told.ShouldAllBe(each => each == hasDatabase);
        }
    }

    static SiloAddress Address(int number) => SiloAddress.New(new IPEndPoint(IPAddress.Loopback, number), 1);

    sealed class FakeCluster(string others) : IClusterMembershipService, ILocalSiloDetails, IPeerClient
    {
        public List<bool> Told { get; } = [];

        public ClusterMembershipSnapshot CurrentSnapshot { get; } = new(
            others.Select((kind, i) => new ClusterMember(Address(i + 2), kind == 'd' ? SiloStatus.Dead : SiloStatus.Active, $"silo {i + 2}"))
                .Append(new ClusterMember(_self, SiloStatus.Active, "self")).ToImmutableDictionary(member => member.SiloAddress),
            new MembershipVersion(1));

        public IAsyncEnumerable<ClusterMembershipSnapshot> MembershipUpdates => throw new NotSupportedException();

        public string Name => "self";

        public string ClusterId => "cluster";

        public string DnsHostName => "localhost";

        public SiloAddress SiloAddress => _self;

        public SiloAddress GatewayAddress => _self;

        public IPeer At(SiloAddress silo) => new FakePeer(others[silo.Endpoint.Port - 2], Told);

        public ValueTask Refresh(MembershipVersion minimumVersion = default, CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public Task<bool> TryKill(SiloAddress siloAddress) => throw new NotSupportedException();
    }

    sealed class FakePeer(char kind, List<bool> told) : IPeer
    {
        public Task<bool> IsMemberAsync(SiloAddress silo, bool hasDatabase)
        {
            silo.ShouldBe(_self);
            told.Add(hasDatabase);
            return kind == 's' ? new TaskCompletionSource<bool>().Task : Task.FromResult(kind == 'y');
        }
    }
}

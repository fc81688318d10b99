using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace Molecule.Gateway.A2A.Addresses;

/// <summary>
/// Which addresses the server may be sent to by somebody else's URL. Source: control-plane contract, section 10.5, of whose two existing checks this is
/// the union, and beyond it whatever merely wraps a forbidden IPv4 address.
/// </summary>
/// <param name="AllowLoopback">127/8 and ::1.</param>
/// <param name="AllowPrivate">10/8, 172.16/12, 192.168/16 and fd00::/8.</param>
sealed record AddressRules(bool AllowLoopback, bool AllowPrivate)
{
    static readonly (uint Network, int Prefix)[] NeverIPv4 =
    [
        (0x00000000, 8),  // "this" network; 0.0.0.0 reaches the own host
        (0x64400000, 10), // 100.64/10 carrier NAT
        (0xA9FE0000, 16), // 169.254/16 link-local, cloud metadata
        (0xC0000200, 24), // 192.0.2/24 documentation
        (0xC6336400, 24), // 198.51.100/24 documentation
        (0xCB007100, 24), // 203.0.113/24 documentation
        (0xE0000000, 4),  // 224/4 multicast
        (0xF0000000, 4),  // 240/4 reserved and broadcast
    ];

    static readonly (uint Network, int Prefix)[] PrivateIPv4 = [(0x0A000000, 8), (0xAC100000, 12), (0xC0A80000, 16)];

    // Cloud metadata that hides among the private ones.
    static readonly IPAddress MetadataIPv6 = IPAddress.Parse("fd00:ec2::254");

    /// <summary>Public addresses only.</summary>
    public static AddressRules Strict { get; } = new(AllowLoopback: false, AllowPrivate: false);

    /// <summary>A hosted server, whose agents live in its own private network.</summary>
    public static AddressRules Relaxed { get; } = new(AllowLoopback: false, AllowPrivate: true);

    /// <summary>A developer's machine. At dispatch only: registration stays strict.</summary>
    public static AddressRules Development { get; } = new(AllowLoopback: true, AllowPrivate: true);

    /// <summary>Whether a connection to <paramref name="address"/> is acceptable.</summary>
    public bool Accepts(IPAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        if (address.AddressFamily == AddressFamily.InterNetwork)
            return AcceptsIPv4(ToUInt32(address));
        if (address.AddressFamily != AddressFamily.InterNetworkV6)
            return false;

        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out _);
        return EmbeddedIPv4(bytes) is { } inner ? AcceptsIPv4(inner) : AcceptsIPv6(address, bytes);
    }

    bool AcceptsIPv4(uint address)
    {
        if (Within(address, NeverIPv4))
            return false;
        if (address >> 24 == 127)
            return AllowLoopback;
        return AllowPrivate || !Within(address, PrivateIPv4);
    }

    bool AcceptsIPv6(IPAddress address, ReadOnlySpan<byte> bytes)
    {
        if (address.Equals(IPAddress.IPv6Loopback))
            return AllowLoopback;
        if (bytes[0] == 0xFD)
            return AllowPrivate && !address.Equals(MetadataIPv6);
        return !(bytes[0] == 0xFC                                       // fc00::/8
            || bytes[0] == 0xFF                                         // multicast
            || (bytes[0] == 0xFE && bytes[1] >= 0x80)                   // fe80::/10 link-local, fec0::/10 site-local
            || bytes[..4].SequenceEqual<byte>([0x20, 0x01, 0x0D, 0xB8]) // 2001:db8::/32 documentation
            || bytes[..4].SequenceEqual<byte>([0x20, 0x01, 0, 0])       // 2001::/32 Teredo: the real peer is hidden in it
            || address.Equals(IPAddress.IPv6Any));
    }

    /// <summary>The IPv4 address that an IPv6 one stands for: mapped, compatible, NAT64 or 6to4.</summary>
    static uint? EmbeddedIPv4(ReadOnlySpan<byte> bytes)
    {
        var tail = BinaryPrimitives.ReadUInt32BigEndian(bytes[12..]);
        if (bytes[..10].IndexOfAnyExcept((byte)0) < 0)
        {
            if (bytes[10] == 0xFF && bytes[11] == 0xFF)
                return tail;
            if (bytes[10] == 0 && bytes[11] == 0 && tail > 1)
                return tail;
        }

        if (bytes[..12].SequenceEqual<byte>([0, 0x64, 0xFF, 0x9B, 0, 0, 0, 0, 0, 0, 0, 0]))
            return tail;
        return bytes[0] == 0x20 && bytes[1] == 0x02 ? BinaryPrimitives.ReadUInt32BigEndian(bytes[2..]) : null;
    }

    static bool Within(uint address, ReadOnlySpan<(uint Network, int Prefix)> ranges)
    {
        foreach (var (network, prefix) in ranges)
        {
            if ((address ^ network) >> (32 - prefix) == 0)
                return true;
        }

        return false;
    }

    static uint ToUInt32(IPAddress address)
    {
        Span<byte> bytes = stackalloc byte[4];
        address.TryWriteBytes(bytes, out _);
        return BinaryPrimitives.ReadUInt32BigEndian(bytes);
    }
}

using System.Net;
using Molecule.Gateway.A2A.Addresses;

namespace Molecule.A2A.Tests.Addresses;

/// <summary>Control-plane contract, 10.5: the table, and what only wraps a forbidden address.</summary>
public class AddressRulesTests
{
    public static TheoryData<string, bool, bool, bool> Table => new()
    {
        // address, strict, relaxed, development
        { "8.8.8.8", true, true, true },
        { "2606:4700:4700::1111", true, true, true },
        { "169.254.169.254", false, false, false },
        { "fe80::1", false, false, false },
        { "0.0.0.0", false, false, false },
        { "0.1.2.3", false, false, false },
        { "::", false, false, false },
        { "ff01::1", false, false, false },
        { "ff02::1", false, false, false },
        { "ff0e::1", false, false, false },
        { "192.0.2.1", false, false, false },
        { "198.51.100.7", false, false, false },
        { "203.0.113.9", false, false, false },
        { "100.64.0.1", false, false, false },
        { "100.127.255.255", false, false, false },
        { "100.128.0.1", true, true, true },
        { "224.0.0.1", false, false, false },
        { "239.255.255.255", false, false, false },
        { "240.0.0.1", false, false, false },
        { "255.255.255.255", false, false, false },
        { "2001:db8::1", false, false, false },
        { "fc00::1", false, false, false },
        { "127.0.0.1", false, false, true },
        { "127.255.255.254", false, false, true },
        { "::1", false, false, true },
        { "10.0.0.1", false, true, true },
        { "172.16.0.1", false, true, true },
        { "172.31.255.255", false, true, true },
        { "172.32.0.1", true, true, true },
        { "192.168.1.1", false, true, true },
        { "fd00::1", false, true, true },
        { "fd00:ec2::254", false, false, false },
        { "::ffff:127.0.0.1", false, false, true },
        { "::ffff:10.0.0.1", false, true, true },
        { "::ffff:169.254.169.254", false, false, false },
        { "::ffff:8.8.8.8", true, true, true },
        { "::127.0.0.1", false, false, true },
        { "64:ff9b::a9fe:a9fe", false, false, false },
        { "64:ff9b::808:808", true, true, true },
        { "2002:7f00:1::", false, false, true },
        { "2002:a9fe:a9fe::", false, false, false },
        { "2001::1", false, false, false },
        { "fec0::1", false, false, false },
    };

    [Theory, MemberData(nameof(Table))]
    [Row("10.5/table")]
    public void Rules_judge_the_contract_s_ranges(string address, bool strict, bool relaxed, bool development)
    {
        var parsed = IPAddress.Parse(address);

        AddressRules.Strict.Accepts(parsed).ShouldBe(strict);
        AddressRules.Relaxed.Accepts(parsed).ShouldBe(relaxed);
        AddressRules.Development.Accepts(parsed).ShouldBe(development);
    }
}

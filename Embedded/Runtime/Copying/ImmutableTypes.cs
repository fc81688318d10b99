using System.Collections.Frozen;
using System.Globalization;
using System.Net;
using System.Numerics;
using System.Text;
using Orleans.Runtime;

namespace Orleans.Embedded.Copying;

/// <summary>The types whose values never change, as far as the engine knows without generated code.</summary>
static class ImmutableTypes
{
    static readonly FrozenSet<Type> Known = FrozenSet.ToFrozenSet(
    [
        typeof(object), typeof(string), typeof(decimal), typeof(Guid), typeof(Uri), typeof(Version), typeof(DBNull),
        typeof(DateTime), typeof(DateTimeOffset), typeof(DateOnly), typeof(TimeOnly), typeof(TimeSpan),
        typeof(Half), typeof(Int128), typeof(UInt128), typeof(BigInteger), typeof(Complex), typeof(Rune), typeof(Index), typeof(Range),
        typeof(CancellationToken), typeof(IPAddress), typeof(IPEndPoint), typeof(CultureInfo),
    ]);

    internal static bool Contains(Type type) =>
        type.IsPrimitive
        || type.IsEnum
        || Known.Contains(type)
        || type.IsDefined(typeof(ImmutableAttribute), inherit: false)
        || typeof(GrainReference).IsAssignableFrom(type)
        || typeof(Exception).IsAssignableFrom(type)
        || typeof(Type).IsAssignableFrom(type);
}

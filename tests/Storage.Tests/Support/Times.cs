namespace Molecule.Storage.Tests.Support;

static class Times
{
    /// <summary>A time that no clock was asked for.</summary>
    public static DateTimeOffset T0 { get; } = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
}

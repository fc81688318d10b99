using System.Globalization;

namespace Molecule.Conformance.Tests.Identity;

public interface IDescribed : IGrain
{
    Task<string> Describe();
}

public interface ITextKeyGrain : IGrainWithStringKey, IDescribed;

public interface IGuidKeyGrain : IGrainWithGuidKey, IDescribed;

public interface INumberKeyGrain : IGrainWithIntegerKey, IDescribed;

public interface IGuidAndTextKeyGrain : IGrainWithGuidCompoundKey, IDescribed;

public interface INumberAndTextKeyGrain : IGrainWithIntegerCompoundKey, IDescribed;

public sealed class TextKeyGrain : Grain, ITextKeyGrain
{
    public Task<string> Describe() => Task.FromResult(this.GetPrimaryKeyString());
}

public sealed class GuidKeyGrain : Grain, IGuidKeyGrain
{
    public Task<string> Describe() => Task.FromResult(this.GetPrimaryKey().ToString());
}

public sealed class NumberKeyGrain : Grain, INumberKeyGrain
{
    public Task<string> Describe() => Task.FromResult(this.GetPrimaryKeyLong().ToString(CultureInfo.InvariantCulture));
}

public sealed class GuidAndTextKeyGrain : Grain, IGuidAndTextKeyGrain
{
    public Task<string> Describe() => Task.FromResult(this.GetPrimaryKey(out var text) + " " + text);
}

public sealed class NumberAndTextKeyGrain : Grain, INumberAndTextKeyGrain
{
    public Task<string> Describe() =>
        Task.FromResult(this.GetPrimaryKeyLong(out var text).ToString(CultureInfo.InvariantCulture) + " " + text);
}

using Orleans.Runtime;

namespace Orleans.Storage;

/// <summary>A grain names a storage provider that is not registered.</summary>
[GenerateSerializer]
public sealed class BadProviderConfigException : OrleansException
{
    /// <summary>Creates an error.</summary>
    public BadProviderConfigException()
    {
    }

    /// <summary>Creates an error.</summary>
    public BadProviderConfigException(string msg)
        : base(msg)
    {
    }

    /// <summary>Creates an error.</summary>
    public BadProviderConfigException(string msg, Exception exc)
        : base(msg, exc)
    {
    }
}

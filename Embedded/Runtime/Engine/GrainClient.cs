using Orleans.Runtime;

namespace Orleans.Embedded.Engine;

/// <summary>Makes references for grains and for others.</summary>
sealed class GrainClient(GrainEngine engine) : IClusterClient
{
    public IServiceProvider ServiceProvider => engine.Services;

    public TGrainInterface GetGrain<TGrainInterface>(Guid primaryKey, string? grainClassNamePrefix = null)
        where TGrainInterface : IGrainWithGuidKey =>
        Get<TGrainInterface>(GrainIdKeyExtensions.CreateGuidKey(primaryKey), grainClassNamePrefix);

    public TGrainInterface GetGrain<TGrainInterface>(long primaryKey, string? grainClassNamePrefix = null)
        where TGrainInterface : IGrainWithIntegerKey =>
        Get<TGrainInterface>(GrainIdKeyExtensions.CreateIntegerKey(primaryKey), grainClassNamePrefix);

    public TGrainInterface GetGrain<TGrainInterface>(string primaryKey, string? grainClassNamePrefix = null)
        where TGrainInterface : IGrainWithStringKey =>
        Get<TGrainInterface>(TextKey(primaryKey), grainClassNamePrefix);

    public TGrainInterface GetGrain<TGrainInterface>(Guid primaryKey, string keyExtension, string? grainClassNamePrefix = null)
        where TGrainInterface : IGrainWithGuidCompoundKey =>
        Get<TGrainInterface>(GrainIdKeyExtensions.CreateGuidKey(primaryKey, keyExtension), grainClassNamePrefix);

    public TGrainInterface GetGrain<TGrainInterface>(long primaryKey, string keyExtension, string? grainClassNamePrefix = null)
        where TGrainInterface : IGrainWithIntegerCompoundKey =>
        Get<TGrainInterface>(GrainIdKeyExtensions.CreateIntegerKey(primaryKey, keyExtension), grainClassNamePrefix);

    public IGrain GetGrain(Type grainInterfaceType, Guid grainPrimaryKey) =>
        (IGrain)Get(grainInterfaceType, GrainIdKeyExtensions.CreateGuidKey(grainPrimaryKey), null);

    public IGrain GetGrain(Type grainInterfaceType, long grainPrimaryKey) =>
        (IGrain)Get(grainInterfaceType, GrainIdKeyExtensions.CreateIntegerKey(grainPrimaryKey), null);

    public IGrain GetGrain(Type grainInterfaceType, string grainPrimaryKey) =>
        (IGrain)Get(grainInterfaceType, TextKey(grainPrimaryKey), null);

    public TGrainInterface GetGrain<TGrainInterface>(GrainId grainId)
        where TGrainInterface : IAddressable =>
        (TGrainInterface)(object)engine.GetReference(grainId, typeof(TGrainInterface));

    public IAddressable GetGrain(GrainId grainId) => engine.GetReference(grainId);

    public IAddressable GetGrain(GrainId grainId, GrainInterfaceType interfaceType) => engine.Catalog.GetReference(grainId, interfaceType);

    TGrainInterface Get<TGrainInterface>(IdSpan key, string? classNamePrefix) =>
        (TGrainInterface)(object)Get(typeof(TGrainInterface), key, classNamePrefix);

    GrainReference Get(Type interfaceType, IdSpan key, string? classNamePrefix) =>
        engine.Catalog.GetReference(interfaceType, key, classNamePrefix);

    static IdSpan TextKey(string key)
    {
        if (string.IsNullOrWhiteSpace(key))
            throw new ArgumentException("A grain's key must not be empty.", nameof(key));
        return IdSpan.Create(key);
    }
}

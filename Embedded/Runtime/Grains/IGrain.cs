using Orleans.Runtime;

namespace Orleans;

/// <summary>The base of all grain interfaces.</summary>
public interface IGrain : IAddressable;

/// <summary>The base of interfaces of grains whose key is text.</summary>
public interface IGrainWithStringKey : IGrain;

/// <summary>The base of interfaces of grains whose key is a GUID.</summary>
public interface IGrainWithGuidKey : IGrain;

/// <summary>The base of interfaces of grains whose key is a number.</summary>
public interface IGrainWithIntegerKey : IGrain;

/// <summary>The base of interfaces of grains whose key is a GUID and text.</summary>
public interface IGrainWithGuidCompoundKey : IGrain;

/// <summary>The base of interfaces of grains whose key is a number and text.</summary>
public interface IGrainWithIntegerCompoundKey : IGrain;

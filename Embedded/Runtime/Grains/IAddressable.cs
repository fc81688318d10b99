namespace Orleans.Runtime;

/// <summary>Something that calls can be sent to: grains and references to them.</summary>
public interface IAddressable;

namespace Orleans.Runtime;

/// <summary>The stages in which an activation comes up, and, in reverse, ends.</summary>
public static class GrainLifecycleStage
{
    /// <summary>The first stage.</summary>
    public const int First = int.MinValue;

    /// <summary>State is read.</summary>
    public const int SetupState = 1000;

    /// <summary>OnActivateAsync, OnDeactivateAsync.</summary>
    public const int Activate = 2000;

    /// <summary>The last stage.</summary>
    public const int Last = int.MaxValue;
}

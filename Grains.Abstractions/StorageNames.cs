namespace Molecule.Grains;

/// <summary>Names under which an engine finds what the grains need.</summary>
public static class StorageNames
{
    /// <summary>The grain storage provider that keeps every record as a JSON document with version, org and kind.</summary>
    public const string Records = "records";

    /// <summary>The stream provider of live events.</summary>
    public const string Events = "events";

    /// <summary>The stream namespace of an org's events; the stream's key is the org.</summary>
    public const string OrgEvents = "org-events";
}

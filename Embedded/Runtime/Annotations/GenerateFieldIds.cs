namespace Orleans;

/// <summary>Which members of a type get implicit ids.</summary>
public enum GenerateFieldIds
{
    /// <summary>None: members say their ids.</summary>
    None,

    /// <summary>Public properties.</summary>
    PublicProperties,
}

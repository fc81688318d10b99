namespace Molecule.Gateway.Endpoints.Workspaces;

/// <summary>The body of a change (contract, 4.4). A member that is absent is left alone; null says something only where it can.</summary>
/// <remarks>What tells absent from null is set, not init: generated serialisers assign every init-only member, absent ones too.</remarks>
sealed record UpdateBody
{
    /// <summary>New name.</summary>
    public string? Name { get; init; }

    /// <summary>New role; null or empty: none.</summary>
    public string? Role { get; set => (field, HasRole) = (value, true); }

    /// <summary>New tier, 1–4.</summary>
    public int? Tier { get; init; }

    /// <summary>New parent; null: a root.</summary>
    public string? ParentId { get; set => (field, HasParent) = (value, true); }

    /// <summary>New runtime.</summary>
    public string? Runtime { get; init; }

    /// <summary>New host directory; null or empty: none.</summary>
    public string? WorkspaceDir { get; set => (field, HasWorkspaceDir) = (value, true); }

    /// <summary>Whether the canvas shows it folded.</summary>
    public bool? Collapsed { get; init; }

    /// <summary>Minutes without work after which it is put to sleep; null or 0: never.</summary>
    public int? HibernationIdleMinutes { get; set => (field, HasHibernationIdleMinutes) = (value, true); }

    /// <summary>Position; counts only together with <see cref="Y"/>.</summary>
    public double? X { get; init; }

    /// <summary>Position.</summary>
    public double? Y { get; init; }

    internal bool HasRole { get; private set; }

    internal bool HasParent { get; private set; }

    internal bool HasHibernationIdleMinutes { get; private set; }

    internal bool HasWorkspaceDir { get; private set; }

    /// <summary>Whether it changes what decides about power: an agent must not.</summary>
    internal bool ChangesAuthority => Tier is not null || Runtime is not null || HasParent || HasWorkspaceDir;
}

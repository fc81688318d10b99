namespace Molecule.Gateway.Endpoints.Workspaces;

/// <summary>The body of a create (contract, 4.3). Only <c>name</c> is required.</summary>
sealed record CreateBody
{
    /// <summary>Its name, at most 255 bytes.</summary>
    public string? Name { get; init; }

    /// <summary>What it does.</summary>
    public string? Role { get; init; }

    /// <summary>1–4; 0 or absent: 3.</summary>
    public int? Tier { get; init; }

    /// <summary>Directory of its template, below the template root.</summary>
    public string? Template { get; init; }

    /// <summary>The model.</summary>
    public string? Model { get; init; }

    /// <summary>The runtime.</summary>
    public string? Runtime { get; init; }

    /// <summary>Whether the agent lives outside.</summary>
    public bool? External { get; init; }

    /// <summary>Where an external agent listens.</summary>
    public string? Url { get; init; }

    /// <summary>Host directory.</summary>
    public string? WorkspaceDir { get; init; }

    /// <summary><c>none</c>, <c>read_only</c> or <c>read_write</c>.</summary>
    public string? WorkspaceAccess { get; init; }

    /// <summary>Its parent; null: a root.</summary>
    public string? ParentId { get; init; }

    /// <summary>Cents a month; null: unlimited.</summary>
    public long? BudgetLimit { get; init; }

    /// <summary>Secrets by name.</summary>
    public Dictionary<string, string?>? Secrets { get; init; }

    /// <summary>How many tasks it takes at once; below 1: 1.</summary>
    public int? MaxConcurrentTasks { get; init; }

    /// <summary>Minutes without work after which it is put to sleep; null or 0: never.</summary>
    public int? HibernationIdleMinutes { get; init; }

    /// <summary>Where it stands on the canvas.</summary>
    public CanvasPosition? Canvas { get; init; }

    /// <summary>Memories to begin with.</summary>
    public IReadOnlyList<InitialMemory?>? InitialMemories { get; init; }
}

/// <summary>A position on the canvas.</summary>
sealed record CanvasPosition(double X = 0, double Y = 0);

/// <summary>A memory to begin with. Its shape is checked; nothing keeps it yet (docs/decisions/0009).</summary>
sealed record InitialMemory(string? Content = null, string? Scope = null);

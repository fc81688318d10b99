namespace Molecule.Grains.Templates;

/// <summary>Whether a template's configuration could be read.</summary>
public enum TemplateFault
{
    /// <summary>It was.</summary>
    None,

    /// <summary>It is there and cannot be read.</summary>
    Unreadable,

    /// <summary>It was read and makes no sense.</summary>
    Malformed,
}

/// <summary>A directory with a <c>config.yaml</c> that workspaces are made from.</summary>
/// <param name="Id">The name of the directory; of an org's roles with <c>org-templates/</c> before it.</param>
/// <param name="Path">Where it is.</param>
public sealed record Template(string Id, string Path)
{
    /// <summary>What its configuration calls it, or null.</summary>
    public string? Name { get; init; }

    /// <summary>The runtime that it is for, or null.</summary>
    public string? Runtime { get; init; }

    /// <summary>The model that it asks for, or null.</summary>
    public string? Model { get; init; }

    /// <summary>How long an agent of this kind may take to start, or null.</summary>
    public TimeSpan? ProvisionTimeout { get; init; }

    /// <summary>The team that a workspace of this kind is expanded to.</summary>
    public IReadOnlyList<SubWorkspace> SubWorkspaces { get; init; } = [];

    /// <summary>What is wrong with its configuration.</summary>
    public TemplateFault Fault { get; init; }
}

/// <summary>A member of a template's team.</summary>
/// <param name="Template">The template that it is made from.</param>
/// <param name="Name">Its name, 1–255 bytes on one line.</param>
/// <param name="Role">What it does, or null.</param>
public sealed record SubWorkspace(string Template, string Name, string? Role);

using Molecule.Grains.Events;

namespace Molecule.Storage.Events;

/// <summary>The log of what people must be able to see later: one sequence per org, from 1, without gaps. The org's grain is its only writer.</summary>
public interface IEventLog
{
    /// <summary>Appends in order. A draft whose id is in the log already gets the number it has.</summary>
    /// <returns>The events with their numbers, in the order of the drafts.</returns>
    Task<IReadOnlyList<OrgEvent>> AppendAsync(string org, IReadOnlyList<EventDraft> drafts);

    /// <summary>What came after <paramref name="sequence"/>, oldest first.</summary>
    Task<IReadOnlyList<OrgEvent>> ReadAfterAsync(string org, long sequence, int limit, CancellationToken cancellationToken);

    /// <summary>The newest events, newest first, of one workspace or of all.</summary>
    Task<IReadOnlyList<OrgEvent>> ReadLatestAsync(string org, string? workspaceId, int limit, CancellationToken cancellationToken);

    /// <summary>The highest number, or 0.</summary>
    Task<long> GetLastSequenceAsync(string org, CancellationToken cancellationToken);
}

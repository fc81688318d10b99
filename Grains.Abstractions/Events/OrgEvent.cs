namespace Molecule.Grains.Events;

/// <summary>An event that is decided but has no sequence number yet.</summary>
/// <param name="Id">UUID; appending the same id again is answered with the first sequence number.</param>
/// <param name="Type">Its name, such as <c>WORKSPACE_ONLINE</c>; see <see cref="EventNames"/>.</param>
/// <param name="WorkspaceId">Whom it is about.</param>
/// <param name="At">When it was decided.</param>
/// <param name="PayloadJson">Its payload: a JSON object as text.</param>
[GenerateSerializer, Immutable, Alias("molecule.event-draft")]
public sealed record EventDraft(
    [property: Id(0)] string Id,
    [property: Id(1)] string Type,
    [property: Id(2)] string WorkspaceId,
    [property: Id(3)] DateTimeOffset At,
    [property: Id(4)] string PayloadJson);

/// <summary>An event of an org's stream.</summary>
/// <param name="Sequence">Its number in the org's log, from 1, without gaps. Null for a live signal, which is in no log.</param>
/// <param name="Id">UUID; may be empty for a live signal.</param>
/// <param name="Type">Its name; see <see cref="EventNames"/>.</param>
/// <param name="WorkspaceId">Whom it is about.</param>
/// <param name="At">When it happened.</param>
/// <param name="PayloadJson">Its payload: a JSON object as text.</param>
[GenerateSerializer, Immutable, Alias("molecule.org-event")]
public sealed record OrgEvent(
    [property: Id(0)] long? Sequence,
    [property: Id(1)] string Id,
    [property: Id(2)] string Type,
    [property: Id(3)] string WorkspaceId,
    [property: Id(4)] DateTimeOffset At,
    [property: Id(5)] string PayloadJson);

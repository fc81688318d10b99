namespace Orleans.Embedded.Engine;

/// <summary>How far a call has come at its activation.</summary>
enum RequestPhase : byte
{
    /// <summary>Not at an activation.</summary>
    None,

    /// <summary>In the queue.</summary>
    Waiting,

    /// <summary>Admitted: its turns run.</summary>
    Running,

    /// <summary>Over, or taken out of the queue before it ran.</summary>
    Done,
}

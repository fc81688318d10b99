namespace Molecule.Silo.Hosting;

/// <summary>Ends the program in good order when it must not go on, with the reason as its last word.</summary>
sealed class FatalStop(IHostApplicationLifetime lifetime)
{
    /// <summary>Why it ends; null: nobody said that it must.</summary>
    public string? Reason { get; private set; }

    /// <summary>Ends it.</summary>
    /// <param name="reason">One line for the operator: what happened and what to do.</param>
    public void End(string reason)
    {
        Reason ??= reason;
        lifetime.StopApplication();
    }
}

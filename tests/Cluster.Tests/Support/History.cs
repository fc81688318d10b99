using System.Collections.Concurrent;
using Molecule.Sdk.Platform;

namespace Molecule.Cluster.Tests.Support;

/// <summary>What senders were told of each message, and how often it was handled.</summary>
sealed class History
{
    readonly ConcurrentDictionary<string, SendOutcome> _told = new();
    readonly ConcurrentDictionary<string, int> _handled = new();
    int _answered;

    /// <summary>How many messages were answered so far.</summary>
    public int Answered => _answered;

    public void Tell(string message, SendOutcome outcome)
    {
        _told[message] = outcome;
        if (outcome is SendOutcome.Replied) Interlocked.Increment(ref _answered);
    }

    public void Handle(string message) => _handled.AddOrUpdate(message, 1, (_, count) => count + 1);

    /// <summary>Whether everything that was accepted has arrived.</summary>
    public bool IsSettled => Accepted.All(_handled.ContainsKey);

    /// <summary>No accepted message lost, none done twice, whatever its sender was told.</summary>
    public void Check()
    {
        Accepted.Where(message => !_handled.ContainsKey(message)).ShouldBeEmpty("accepted, but lost");
        _handled.Where(message => message.Value > 1).Select(message => message.Key).ShouldBeEmpty("done twice");
    }

    public override string ToString() =>
        string.Join(", ", _told.Values.GroupBy(outcome => outcome.GetType().Name).Select(group => $"{group.Count()} {group.Key}"));

    IEnumerable<string> Accepted => _told.Where(told => told.Value is SendOutcome.Replied or SendOutcome.Queued).Select(told => told.Key);
}

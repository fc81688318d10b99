using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace Molecule.Gateway.Access.Sessions;

/// <summary>SHA-256 of slug, NUL and cookie, so that no cookie stays in memory and no tenant's answer counts for another.</summary>
readonly record struct SessionKey(string Hash);

/// <summary>What the control plane said about cookies: a yes counts for 30 s, a no for 5 s. At most 10 000 answers.</summary>
sealed class SessionCache(TimeProvider time)
{
    /// <summary>How many answers are kept.</summary>
    public const int Capacity = 10_000;

    static readonly TimeSpan YesLasts = TimeSpan.FromSeconds(30);
    static readonly TimeSpan NoLasts = TimeSpan.FromSeconds(5);

    readonly ConcurrentDictionary<SessionKey, (bool IsMember, DateTimeOffset Until)> _answers = new();

    /// <summary>How many answers are kept now.</summary>
    public int Count => _answers.Count;

    /// <summary>The key of a cookie at a tenant.</summary>
    public static SessionKey KeyOf(string slug, string cookie) =>
        new(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{slug}\0{cookie}"))));

    /// <summary>What was said, if it still counts.</summary>
    public bool? Find(SessionKey key) =>
        _answers.TryGetValue(key, out var answer) && answer.Until > time.GetUtcNow() ? answer.IsMember : null;

    /// <summary>Keeps an answer. When there is no room, those that no longer count go first, then all.</summary>
    public void Remember(SessionKey key, bool isMember)
    {
        var now = time.GetUtcNow();
        if (_answers.Count >= Capacity)
        {
            foreach (var (old, answer) in _answers)
            {
                if (answer.Until <= now)
                {
                    _answers.TryRemove(old, out _);
                }
            }

            if (_answers.Count >= Capacity)
            {
                _answers.Clear();
            }
        }

        _answers[key] = (isMember, now + (isMember ? YesLasts : NoLasts));
    }
}

namespace Molecule.Grains.Tokens;

/// <summary>Collects when tokens were last used, and writes it now and then, many in one statement.</summary>
interface ILastUses
{
    /// <summary>Notes a use. Best effort: a crash loses what was not written yet.</summary>
    void Note(string org, string tokenId, DateTimeOffset at);
}

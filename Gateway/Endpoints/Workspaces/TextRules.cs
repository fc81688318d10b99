using System.Buffers;
using System.Text;

namespace Molecule.Gateway.Endpoints.Workspaces;

/// <summary>Rules about names and the like, shared by create and change (contract, 4.3). Lengths in bytes of UTF-8.</summary>
static class TextRules
{
    static readonly SearchValues<char> Newlines = SearchValues.Create("\r\n");
    static readonly SearchValues<char> Reserved = SearchValues.Create("{}[]|>*&!");

    /// <summary>What is wrong, in the contract's words and order; null: nothing.</summary>
    public static string? Check(string? name, string? role, string? model, string? runtime)
    {
        ReadOnlySpan<(string Field, string? Text, int Limit, bool IsPlain)> fields =
            [("name", name, 255, true), ("role", role, 1000, true), ("model", model, 100, false), ("runtime", runtime, 100, false)];

        foreach (var (field, text, _, _) in fields)
        {
            if (text.AsSpan().ContainsAny(Newlines))
            {
                return $"{field} must not contain newline characters";
            }
        }

        foreach (var (field, text, _, isPlain) in fields)
        {
            if (isPlain && text.AsSpan().ContainsAny(Reserved))
            {
                return $"{field} contains invalid characters";
            }
        }

        foreach (var (field, text, limit, _) in fields)
        {
            if (text is not null && Encoding.UTF8.GetByteCount(text) > limit)
            {
                return $"{field} must be at most {limit} characters";
            }
        }

        return null;
    }
}

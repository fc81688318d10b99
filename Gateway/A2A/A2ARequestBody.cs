using System.Buffers;
using Molecule.Gateway.Http;

namespace Molecule.Gateway.A2A;

/// <summary>Reads the body of a message (contract 10.1, step 2).</summary>
static class A2ARequestBody
{
    /// <summary>Bytes of the longest message that is taken.</summary>
    public const int Limit = 1024 * 1024;

    static readonly Reply Unreadable = Errors.Of(400, "failed to read request body");

    /// <summary>The whole body, or the refusal to send.</summary>
    public static async ValueTask<(ReadOnlyMemory<byte> Body, Reply? Refusal)> ReadAsync(HttpRequest request)
    {
        if (request.ContentLength > Limit)
            return (default, Errors.BodyTooLarge);

        var reader = request.BodyReader;
        try
        {
            while (true)
            {
                var read = await reader.ReadAsync();
                if (read.Buffer.Length > Limit)
                {
                    reader.AdvanceTo(read.Buffer.End);
                    return (default, Errors.BodyTooLarge);
                }

                if (read.IsCompleted)
                {
                    var body = read.Buffer.ToArray();
                    reader.AdvanceTo(read.Buffer.End);
                    return (body, null);
                }

                reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
            }
        }
        catch (IOException)
        {
            return (default, Unreadable);
        }
    }
}

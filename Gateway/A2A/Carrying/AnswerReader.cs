using System.Buffers;

namespace Molecule.Gateway.A2A.Carrying;

/// <summary>Reads an agent's answer to its end, or streams it on.</summary>
static class AnswerReader
{
    /// <summary>Bytes of the longest answer that is taken.</summary>
    public const int Limit = 10 * 1024 * 1024;

    /// <summary>Bytes of a streamed answer that are kept for the log.</summary>
    public const int KeptOfStream = 64 * 1024;

    const int PartSize = 16 * 1024;

    /// <summary>
    /// The whole body, or null if it is longer than <see cref="Limit"/>. A declared length decides at once: an agent that then slams the door cannot make
    /// its oversized answer look like a broken one.
    /// </summary>
    public static async Task<ReadOnlyMemory<byte>?> ReadAsync(HttpContent content, CancellationToken cancellationToken)
    {
        var declared = content.Headers.ContentLength;
        if (declared > Limit)
            return null;

        await using var stream = await content.ReadAsStreamAsync(cancellationToken);
        if (declared is { } length)
        {
            var whole = new byte[length];
            await stream.ReadExactlyAsync(whole, cancellationToken);
            return whole;
        }

        var body = new ArrayBufferWriter<byte>(PartSize);
        var rest = new Rest();
        while (await stream.ReadAsync(body.GetMemory(PartSize), cancellationToken) is var read and > 0)
        {
            body.Advance(read);
            if (body.WrittenCount > Limit)
                return null;
            if (rest.IsDue(read))
                await Task.Yield();
        }

        // The log keeps it for a while, and what was rented for it may be much more.
        return body.WrittenSpan.ToArray();
    }

    /// <summary>Hands every part on as it comes. Has no size limit: nothing is kept but the beginning.</summary>
    /// <returns>The first <see cref="KeptOfStream"/> bytes.</returns>
    public static async Task<ReadOnlyMemory<byte>> StreamAsync(
        HttpContent content, IAnswerSink sink, IdleClock clock, CancellationToken cancellationToken)
    {
        await using var stream = await content.ReadAsStreamAsync(cancellationToken);
        var kept = new ArrayBufferWriter<byte>(PartSize);
        var rest = new Rest();
        var part = ArrayPool<byte>.Shared.Rent(PartSize);
        try
        {
            while (await stream.ReadAsync(part, cancellationToken) is var read and > 0)
            {
                clock.Touch();
                await sink.WriteAsync(part.AsMemory(0, read), cancellationToken);
                kept.Write(part.AsSpan(0, Math.Min(read, KeptOfStream - kept.WrittenCount)));
                if (rest.IsDue(read))
                    await Task.Yield();
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(part);
        }

        return kept.WrittenSpan.ToArray();
    }

    // An agent that sends as fast as it is read never makes its reader wait: the thread may be one that others wait for (decision 0027).
    struct Rest
    {
        int _read;

        /// <summary>Whether so much has been read that it is time to let others have the thread.</summary>
        public bool IsDue(int read)
        {
            _read += read;
            if (_read < PartSize)
                return false;
            _read = 0;
            return true;
        }
    }
}

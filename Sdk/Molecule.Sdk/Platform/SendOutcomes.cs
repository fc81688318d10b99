using System.Text.Json;
using Molecule.Sdk.Inbound;

namespace Molecule.Sdk.Platform;

/// <summary>Reads the outcome of a message out of the platform's reply.</summary>
static class SendOutcomes
{
    static readonly TimeSpan _defaultRetry = TimeSpan.FromSeconds(30);

    public static SendOutcome Of(PlatformReply reply) => reply switch
    {
        { NoAnswer: true } => new SendOutcome.Unreachable(reply.Error, MayBeDelivered: true),
        { Status: 202 } when reply.Flag("queued") => new SendOutcome.Queued(reply.Text("queue_id"), reply.Number("queue_depth")),
        { IsSuccess: true } => Answer(reply.Body),
        { Status: 503 } when reply.Flag("restarting") || reply.Flag("waking") => new SendOutcome.Restarting(Retry(reply)),
        { Status: 503 } when reply.Flag("busy") => new SendOutcome.Busy(Retry(reply)),
        { Status: 429 } => new SendOutcome.Busy(Retry(reply)),
        { Status: >= 500 } => new SendOutcome.Unreachable(reply.Error, reply.Flag("delivery_confirmed")),
        _ => new SendOutcome.Refused(reply.Status, reply.Error),
    };

    static SendOutcome Answer(JsonElement body)
    {
        if (body.ValueKind != JsonValueKind.Object) return new SendOutcome.Replied("", body);
        if (body.TryGetProperty("error", out var error) && error.ValueKind == JsonValueKind.Object)
            return new SendOutcome.Failed(
                error.TryGetProperty("code", out var code) && code.TryGetInt32(out var number) ? number : 0,
                JsonText.Member(error, "message") ?? "");
        return new SendOutcome.Replied(body.TryGetProperty("result", out var result) ? JsonText.OfResult(result) ?? "" : "", body);
    }

    static TimeSpan Retry(PlatformReply reply) =>
        reply.RetryAfter ?? (reply.Number("retry_after") is > 0 and var seconds ? TimeSpan.FromSeconds(seconds) : _defaultRetry);
}

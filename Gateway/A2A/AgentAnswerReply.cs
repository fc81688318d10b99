using Molecule.Gateway.Http;

namespace Molecule.Gateway.A2A;

/// <summary>An agent's answer, byte for byte. Its type is exactly <c>application/json</c>, without a charset.</summary>
sealed class AgentAnswerReply(int status, ReadOnlyMemory<byte> body) : Reply
{
    public override int Status => status;

    public override async ValueTask WriteAsync(HttpContext http)
    {
        var response = http.Response;
        response.StatusCode = status;
        if (status is StatusCodes.Status204NoContent or StatusCodes.Status205ResetContent)
            return; // HTTP allows them no body.

        response.ContentType = "application/json";
        response.ContentLength = body.Length;
        await response.BodyWriter.WriteAsync(body);
    }
}

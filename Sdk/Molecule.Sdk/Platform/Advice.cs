namespace Molecule.Sdk.Platform;

/// <summary>Turns a refusal into a sentence that says what to do about it.</summary>
sealed class Advice(AgentOptions options, TokenStore tokens)
{
    public string On(PlatformReply reply) => reply.Status switch
    {
        0 => $"The platform at {options.Platform} does not answer ({reply.Error}). Is it running, and is that its address?",
        400 =>
            $"The platform refused the request: {reply.Error}. If it is about the URL, set ReportedUrl to one that the platform can reach.",
        401 when tokens.Current is null =>
            $"Workspace {options.WorkspaceId} has a token already and this agent has none. Put it into {tokens.Path}, or make another with "
            + $"POST {options.Platform.AbsoluteUri.TrimEnd('/')}/workspaces/{options.WorkspaceId}/tokens.",
        401 =>
            $"The platform does not accept the token of workspace {options.WorkspaceId}: it was revoked or belongs to another workspace. "
            + $"Put a current one into {tokens.Path}.",
        403 => $"The platform does not allow this: {reply.Error}.",
        404 =>
            $"The platform at {options.Platform} has no workspace {options.WorkspaceId}. Create it on the canvas or with POST /workspaces "
            + "(runtime \"external\") and use the id that it gives.",
        410 => $"Workspace {options.WorkspaceId} was deleted. Create another and use its id.",
        _ => $"The platform answered {reply.Status}: {reply.Error}.",
    };

    public PlatformException Refusal(PlatformReply reply) => new(reply.Status, On(reply));
}

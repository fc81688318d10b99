using Molecule.Sdk.Inbound;

namespace Molecule.Sdk;

/// <summary>What an agent does with a message: its answer, as text.</summary>
/// <param name="message">What arrived.</param>
/// <param name="context">Progress, peers and the signal to stop.</param>
/// <returns>The text of the answer.</returns>
public delegate Task<string> MessageHandler(IncomingMessage message, MessageContext context);

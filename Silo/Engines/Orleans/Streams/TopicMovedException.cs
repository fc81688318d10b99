namespace Molecule.Silo.Engines.Streams;

/// <summary>A stream's meeting point moved to another silo: what was published in between may be lost.</summary>
/// <param name="stream">The stream.</param>
sealed class TopicMovedException(StreamId stream) : Exception($"The stream {stream} moved to another silo; items may be missing.");

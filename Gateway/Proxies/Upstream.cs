using Molecule.Gateway.Http;

namespace Molecule.Gateway.Proxies;

/// <summary>A server behind this one.</summary>
/// <param name="Url">Where it is; the request's path is put behind this one's.</param>
/// <param name="SeesCredentials">Whether <c>Authorization</c> and cookies pass.</param>
/// <param name="TakesSockets">Whether WebSockets pass.</param>
/// <param name="Unavailable">What is answered when it does not answer.</param>
sealed record Upstream(Uri Url, bool SeesCredentials, bool TakesSockets, Reply Unavailable);

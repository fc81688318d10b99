using System.Net;
using Molecule.Silo.Hosting;
using Molecule.Silo.Settings;

namespace Molecule.Silo.Commands;

/// <summary>Asks the program on this host how it is, for images and units that have no other HTTP client.</summary>
static class HealthCommand
{
    /// <summary>How long it waits for an answer: less than those who run it wait for it.</summary>
    public static TimeSpan Patience { get; } = TimeSpan.FromSeconds(4);

    /// <exception cref="StartException">It is not well, or does not answer.</exception>
    public static async Task RunAsync(IReadOnlyList<ListenAddress> listen, bool live, TimeSpan patience, CancellationToken cancellationToken)
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { Timeout = patience };
        var url = new Uri(Reach(listen[0]), live ? "/health" : "/health/ready");
        try
        {
            using var answer = await http.GetAsync(url, cancellationToken);
            var said = await answer.Content.ReadAsStringAsync(cancellationToken);
            if (!answer.IsSuccessStatusCode) throw new StartException($"{url} answers {(int)answer.StatusCode} {said}");
            Console.WriteLine(said);
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            throw new StartException($"{url} does not answer.");
        }
    }

    // Where it listens on every address, it is asked on loopback.
    static Uri Reach(ListenAddress address)
    {
        var everywhere = address.Address is not { } bound || bound.Equals(IPAddress.Any) || bound.Equals(IPAddress.IPv6Any);
        var host = everywhere ? IPAddress.Loopback : address.Address!;
        return new UriBuilder(Uri.UriSchemeHttp, host.ToString(), address.Port).Uri;
    }
}

using Molecule.Silo.Hosting;

namespace Molecule.Silo.Tests;

public sealed class OpenUrlTests
{
    [Theory]
    [InlineData("http://[::]:8080", "http://localhost:8080", true)]
    [InlineData("http://0.0.0.0:8080", "http://127.0.0.1:8080", true)]
    [InlineData("http://localhost:8080", "http://localhost:8080", false)]
    [InlineData("http://127.0.0.1:5", "http://127.0.0.1:5", false)]
    [InlineData("http://[::1]:8080", "http://[::1]:8080", false)]
    [InlineData("http://192.0.2.7:80", "http://192.0.2.7", false)]
    public void Address_to_open_leads_there(string listening, string url, bool everywhere)
    {
        OpenUrl.Of(listening).ShouldBe(url);
        OpenUrl.IsEverywhere(listening).ShouldBe(everywhere);
    }
}

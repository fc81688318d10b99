using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Molecule.Gateway.Endpoints.Operations;
using Molecule.Gateway.Hosting.Metrics;

namespace Molecule.Gateway.Tests.Hosting;

public sealed class MetricsTests
{
    [Theory]
    [Row("3.6/metrics")]
    [InlineData("/workspaces", "/workspaces")]
    [InlineData("/workspaces/{id}/tokens/{tokenId}", "/workspaces/:id/tokens/:tokenId")]
    [InlineData("/registry/{id}/peers", "/registry/:id/peers")]
    public void Label_isTheTemplate(string pattern, string label) => RouteLabel.Of(pattern).Path.ShouldBe(label);

    [Fact]
    [Row("3.6/metrics")]
    public void Page_showsRequestsAndMeters()
    {
        using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        var factory = services.GetRequiredService<IMeterFactory>();
        using var figures = new MeterFigures(factory);
        var meter = factory.Create("Molecule");
        meter.CreateUpDownCounter<long>("molecule_open", description: "Open things.").Add(3);
        meter.CreateCounter<long>("molecule_done_total").Add(2, new KeyValuePair<string, object?>("outcome", "a\"b"));
        meter.CreateHistogram<double>("molecule_seconds").Record(1.5);
        meter.CreateCounter<long>("molecule_never_total");
        var requests = new RequestMetrics();
        Record(requests, "GET", 404, TimeSpan.FromSeconds(0.5));
        Record(requests, "INVENTED", 404, TimeSpan.FromSeconds(1));

        var page = new MetricsPage(requests, figures).Write();

        page.ShouldContain("# TYPE molecule_http_requests_total counter\n");
        page.ShouldContain("molecule_http_requests_total{method=\"GET\",path=\"unmatched\",status=\"404\"} 1\n");
        page.ShouldContain("molecule_http_requests_total{method=\"OTHER\",path=\"unmatched\",status=\"404\"} 1\n");
        page.ShouldContain("molecule_http_request_duration_seconds_total{method=\"GET\",path=\"unmatched\",status=\"404\"} 0.5\n");
        page.ShouldContain("# HELP molecule_open Open things.\n# TYPE molecule_open gauge\nmolecule_open 3\n");
        page.ShouldContain("molecule_done_total{outcome=\"a\\\"b\"} 2\n");
        page.ShouldContain("molecule_seconds_sum 1.5\nmolecule_seconds_count 1\n");
        page.ShouldContain("molecule_never_total 0\n");
    }

    static void Record(RequestMetrics requests, string method, int status, TimeSpan took)
    {
        var http = new DefaultHttpContext();
        http.Request.Method = method;
        http.Response.StatusCode = status;
        requests.Record(http, took);
    }
}

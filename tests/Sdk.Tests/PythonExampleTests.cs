using System.Diagnostics;
using Molecule.Sdk.Tests.Support;

namespace Molecule.Sdk.Tests;

/// <summary>The Python example as its reader runs it.</summary>
public sealed class PythonExampleTests(AgentFixture fixture) : IClassFixture<AgentFixture>
{
    [Fact]
    public async Task Example_joins_answers_once_and_ends_when_deleted()
    {
        fixture.Platform.TokenToIssue = "python-token";
        using var python = Start();
        await Eventually.IsTrue(
            () => fixture.Platform.Calls("/registry/heartbeat").Any(call => call.Bearer == "python-token"), "it sent a heartbeat");
        (await File.ReadAllTextAsync(fixture.TokenFile)).ShouldBe("python-token");

        var url = fixture.Platform.Calls("/registry/register")[^1].Body!["url"]!.GetValue<string>();
        var first = await PostAsync(url, AgentFixture.Message("m1", "hi", "type"));
        first.ShouldContain("You said: hi");
        (await PostAsync(url, AgentFixture.Message("m1", "hi", "type"))).ShouldBe(first);
        (await PostAsync(url, AgentFixture.Message("m2", method: "tasks/juggle"))).ShouldContain("-32601");
        (await PostAsync(url, "{")).ShouldContain("-32700");

        fixture.Platform.Deleted = true;
        await python.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(60));
        python.ExitCode.ShouldBe(0);
    }

    static async Task<string> PostAsync(string url, string body)
    {
        using var http = new HttpClient();
        var response = await http.PostAsync(url, new StringContent(body, System.Text.Encoding.UTF8, "application/json"));
        return await response.Content.ReadAsStringAsync();
    }

    Process Start()
    {
        var start = new ProcessStartInfo("python3", [Path.Combine(AppContext.BaseDirectory, "python", "echo.py")])
        {
            Environment =
            {
                ["MOLECULE_PLATFORM_URL"] = fixture.Platform.Url.AbsoluteUri,
                ["MOLECULE_WORKSPACE_ID"] = fixture.WorkspaceId,
                ["MOLECULE_TOKEN_FILE"] = fixture.TokenFile,
                ["MOLECULE_HEARTBEAT_SECONDS"] = "0.2",
                ["PYTHONDONTWRITEBYTECODE"] = "1",
            },
        };
        try
        {
            return Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip("python3 is not installed");
            throw;
        }
    }
}

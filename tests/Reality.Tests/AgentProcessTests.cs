using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Molecule.Reality.Tests.Support;

namespace Molecule.Reality.Tests;

/// <summary>Agents that the program starts itself: a real one, which answers; ended with the program, and back with it.</summary>
public sealed class AgentProcessTests : IDisposable
{
    static readonly string? _python = new[] { "/usr/bin/python3", "/usr/local/bin/python3" }.FirstOrDefault(File.Exists);

    readonly string _data = Directory.CreateTempSubdirectory("molecule-reality-").FullName;
    readonly HttpClient _http = new();

    public void Dispose()
    {
        _http.Dispose();
        Directory.Delete(_data, recursive: true);
    }

    [Fact]
    public async Task Agent_ends_with_a_killed_program_and_comes_back_with_the_next()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && _python is not null, "needs Linux and Python");
        await using var first = Start();
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "admin");
        var url = await first.ReadyAsync();
        var created = await _http.PostAsJsonAsync(new Uri(url, "/workspaces"), new { name = "echo" });
        var id = (string)(await created.Content.ReadFromJsonAsync<JsonObject>())!["id"]!;
        await OnlineAsync(url, id, first);
        await AnswersAsync(url, id);
        var agent = AgentOf(id);

        await first.KillAsync();

        await Eventually.IsTrue(() => !IsAlive(agent), () => $"agent {agent} lives on without its platform");
        await using var second = Start();
        url = await second.ReadyAsync();
        await Eventually.IsTrue(() => File.ReadAllText(PidFile(id)).Trim() != agent.ToString(CultureInfo.InvariantCulture), () => second.Output);
        await OnlineAsync(url, id, second);
        await AnswersAsync(url, id);
        agent = AgentOf(id);

        second.Terminate();
        (await second.EndAsync()).ShouldBe(0);
        await Eventually.IsTrue(() => !IsAlive(agent), () => $"agent {agent} lives on after an orderly stop");
    }

    SiloProcess Start() => SiloProcess.Start(
        _data,
        ("PORT", "0"),
        ("ADMIN_TOKEN", "admin"),
        ("MOLECULE_PROVISIONER", "process"),
        ("MOLECULE_HEARTBEAT_SECONDS", "1"),
        ("MOLECULE_AGENT_ENV", "MOLECULE_HEARTBEAT_SECONDS"),
        ("MOLECULE_AGENT_COMMAND", $"echo $$ >pid; exec {_python} '{Path.Combine(Root(), "Sdk", "examples", "python", "echo.py")}'"));

    async Task OnlineAsync(Uri url, string id, SiloProcess silo)
    {
        var end = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var status = (string)(await _http.GetFromJsonAsync<JsonObject>(new Uri(url, $"/workspaces/{id}")))!["status"]!;
            if (status == "online")
                return;
            (TimeProvider.System.GetElapsedTime(end) < TimeSpan.FromMinutes(2)).ShouldBeTrue($"{status}\n{silo.Output}");
            await Task.Delay(100);
        }
    }

    // It may be heard of a moment before its address is known.
    async Task AnswersAsync(Uri url, string id)
    {
        var message = new { method = "message/send", @params = new { message = new { role = "user", parts = new[] { new { kind = "text", text = "hello" } } } } };
        var answer = "";
        await Eventually.IsTrue(
            async () =>
            {
                var response = await _http.PostAsJsonAsync(new Uri(url, $"/workspaces/{id}/a2a"), message);
                answer = await response.Content.ReadAsStringAsync();
                return answer.Contains("You said: hello", StringComparison.Ordinal);
            },
            () => answer);
    }

    int AgentOf(string id) => int.Parse(File.ReadAllText(PidFile(id)), CultureInfo.InvariantCulture);

    string PidFile(string id) => Path.Combine(_data, "agents", "default", id, "workspace", "pid");

    // In a container nobody may reap it: then it is a zombie, and dead all the same.
    static bool IsAlive(int pid)
    {
        try
        {
            return !File.ReadAllText($"/proc/{pid}/stat").Split(')')[^1].TrimStart().StartsWith('Z');
        }
        catch (IOException)
        {
            return false;
        }
    }

    static string Root()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(directory!.FullName, "Molecule.sln"))) directory = directory.Parent;
        return directory.FullName;
    }
}

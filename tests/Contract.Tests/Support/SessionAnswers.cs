using Microsoft.AspNetCore.Http;

namespace Molecule.Contract.Tests.Support;

/// <summary>What a control plane says of each cookie: one that names a case gets its answer, any other is a stranger's.</summary>
static class SessionAnswers
{
    static readonly Dictionary<string, (int Status, string Body)> Answers = new()
    {
        ["member=1"] = (200, """{"member":true,"user_id":"u1"}"""),
        ["no-user=1"] = (200, """{"member":true,"user_id":""}"""),
        ["no-id=1"] = (200, """{"member":true}"""),
        ["no-member=1"] = (200, """{"member":false,"user_id":"u1"}"""),
        ["page=1"] = (200, "<html>"),
        ["created=1"] = (201, """{"member":true,"user_id":"u1"}"""),
        ["fault=1"] = (500, """{"member":true,"user_id":"u1"}"""),
    };

    public static async Task AnswerAsync(HttpContext http)
    {
        var (status, body) = http.Request.Path == "/cp/auth/tenant-member" && http.Request.Query["slug"] == "acme"
            ? Answers.GetValueOrDefault(http.Request.Headers.Cookie.ToString(), (401, "{}"))
            : (404, "");
        http.Response.StatusCode = status;
        await http.Response.WriteAsync(body);
    }
}

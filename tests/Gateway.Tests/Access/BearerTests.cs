using Molecule.Gateway.Access.Credentials;

namespace Molecule.Gateway.Tests.Access;

public sealed class BearerTests
{
    [Theory]
    [Row("1.4/bearer")]
    [InlineData("Bearer abc", "abc")]
    [InlineData("Bearer   abc  ", "abc")]
    [InlineData("bearer abc", null)]
    [InlineData("BEARER abc", null)]
    [InlineData("Basic abc", null)]
    [InlineData("Bearer", null)]
    [InlineData("Bearer ", null)]
    [InlineData("abc", null)]
    [InlineData("", null)]
    public void Bearer_isReadFromOneFormOnly(string header, string? expected)
    {
        var http = new DefaultHttpContext();
        http.Request.Headers.Authorization = header;

        Bearer.Of(http).ShouldBe(expected);
    }

    [Fact]
    [Row("1.1/authorization")]
    public void Bearer_ofSeveralLines_isTheFirst()
    {
        var http = new DefaultHttpContext();
        http.Request.Headers.Authorization = new[] { "Bearer first", "Bearer second" };

        Bearer.Of(http).ShouldBe("first");
    }

    [Fact]
    public void Bearer_withoutHeader_isAbsent() => Bearer.Of(new DefaultHttpContext()).ShouldBeNull();

    [Theory]
    [InlineData("")]
    [InlineData("abc")]
    [InlineData("ünïcödé")]
    [InlineData("a-token-so-long-that-it-does-not-fit-the-stack-a-token-so-long-that-it-does-not-fit-the-stack-a-token-so-long-that-it-does-not-fit-the-stack")]
    public void Digest_isTheKeyThatTokensHave(string token) => Digest.Of(token).ToHex().ShouldBe(Grains.Tokens.TokenText.Hash(token));
}

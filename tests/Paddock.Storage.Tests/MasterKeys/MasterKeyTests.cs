using System.Security.Cryptography;
using Paddock.Core;
using Paddock.Storage.MasterKeys;

namespace Paddock.Storage.Tests.MasterKeys;

public sealed class MasterKeyTests
{
    private static readonly byte[] _bytes = RandomNumberGenerator.GetBytes(32);

    public static TheoryData<string> GoodTexts =>
    [
        Convert.ToBase64String(_bytes),
        Convert.ToHexString(_bytes),
        Convert.ToHexStringLower(_bytes),
        $" {Convert.ToBase64String(_bytes)}\n",
    ];

    public static TheoryData<string> BadTexts =>
    [
        "",
        "secret",
        Convert.ToBase64String(_bytes[..31]),
        Convert.ToBase64String([.. _bytes, 1]),
        Convert.ToHexString(_bytes)[..63],
        Convert.ToHexString(_bytes)[..63] + "g",
        Convert.ToBase64String(_bytes).Replace('=', '!'),
    ];

    [Theory]
    [MemberData(nameof(GoodTexts))]
    public void Parse_Base64OrHexadecimal_IsTheKey(string text) => MasterKey.Parse(text)!.Bytes.ToArray().ShouldBe(_bytes);

    [Theory]
    [MemberData(nameof(BadTexts))]
    public void Parse_AnythingElse_IsNull(string text) => MasterKey.Parse(text).ShouldBeNull();

    [Theory]
    [MemberData(nameof(BadTexts))]
    public void Load_WrongVariable_SaysTheRuleAndNotTheKey(string text)
    {
        StartupException error = Should.Throw<StartupException>(() => new VariableMasterKeySource(text, null).Load());
        error.Message.ShouldStartWith("PADDOCK_MASTER_KEY has ");
        error.Message.ShouldContain("openssl rand -base64 32");
        if (text.Length > 0)
        {
            error.ToString().ShouldNotContain(text);
        }
    }

    [Fact]
    public void Load_WrongOldVariable_NamesThatOne() =>
        Should.Throw<StartupException>(() => new VariableMasterKeySource(Convert.ToBase64String(_bytes), "short").Load()).Message.ShouldStartWith("PADDOCK_MASTER_KEY_OLD has 5 ");

    [Fact]
    public void ToString_OfAKey_IsItsIdOnly()
    {
        MasterKey key = new(_bytes);
        key.ToString().ShouldBe($"master key {key.Id}");
        Convert.ToHexStringLower(_bytes).ShouldNotContain(key.Id);
        key.Id.ShouldBe(new MasterKey(_bytes).Id);
        key.Id.ShouldNotBe(MasterKey.Create().Id);
    }
}

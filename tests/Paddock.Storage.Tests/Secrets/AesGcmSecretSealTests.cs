using System.Text;
using Paddock.Core.Secrets;
using Paddock.Storage.MasterKeys;
using Paddock.Storage.Secrets;
using Paddock.Storage.Tests.Fixtures;

namespace Paddock.Storage.Tests.Secrets;

public sealed class AesGcmSecretSealTests
{
    private const string ProjectId = "01JDPROJECT000000000000000";
    private const string Id = "01JDSECRET0000000000000000";

    private readonly MasterKey _key = MasterKey.Create();
    private readonly AesGcmSecretSeal _seal;

    public AesGcmSecretSealTests() => _seal = SealWith(_key);

    [Theory]
    [InlineData("")]
    [InlineData("sk-1234")]
    [InlineData(Some.Text)]
    public void Open_Sealed_GivesTheValue(string value)
    {
        SealedSecret secret = _seal.Seal(ProjectId, Id, "name", value, Some.Time);
        (secret.Id, secret.Name, secret.MasterKeyId, secret.CreatedAt).ShouldBe((Id, "name", _key.Id, Some.Time));
        _seal.Open(ProjectId, secret).ShouldBe(value);
    }

    [Fact]
    public void Open_OneMebibyte_GivesTheValue()
    {
        string value = new('ж', 512 * 1024);
        _seal.Open(ProjectId, Seal(value)).ShouldBe(value);
    }

    [Fact]
    public void Seal_SameValueTwice_HasNothingInCommonAndNoPlainText()
    {
        byte[] first = Seal("the same value").Sealed;
        byte[] second = Seal("the same value").Sealed;
        first[1..13].ShouldNotBe(second[1..13]);
        first[29..].ShouldNotBe(second[29..]);
        Encoding.Latin1.GetString(first).ShouldNotContain("same");
    }

    [Fact]
    public void Open_AnyByteChanged_IsNull()
    {
        SealedSecret secret = Seal("value");
        for (int i = 0; i < secret.Sealed.Length; i++)
        {
            byte[] changed = [.. secret.Sealed];
            changed[i] ^= 0x80;
            _seal.Open(ProjectId, secret with { Sealed = changed }).ShouldBeNull($"byte {i}");
        }
    }

    [Fact]
    public void Open_CutOrLengthened_IsNull()
    {
        SealedSecret secret = Seal("value");
        for (int length = 0; length < secret.Sealed.Length; length++)
        {
            _seal.Open(ProjectId, secret with { Sealed = secret.Sealed[..length] }).ShouldBeNull($"{length} bytes");
        }

        _seal.Open(ProjectId, secret with { Sealed = [.. secret.Sealed, 0] }).ShouldBeNull();
    }

    [Fact]
    public void Open_MovedToAnotherRow_IsNull()
    {
        SealedSecret secret = Seal("value");
        _seal.Open("01JDPROJECT111111111111111", secret).ShouldBeNull();
        _seal.Open(ProjectId, secret with { Id = "01JDSECRET1111111111111111" }).ShouldBeNull();

        // The same letters, cut elsewhere.
        _seal.Open(ProjectId + Id[..1], secret with { Id = Id[1..] }).ShouldBeNull();
        _seal.Open($"{ProjectId}\n{Id}", secret with { Id = "" }).ShouldBeNull();
    }

    [Fact]
    public void Open_UnderAnotherKey_IsNull()
    {
        SealedSecret secret = Seal("value");
        AesGcmSecretSeal other = SealWith(MasterKey.Create());
        other.Open(ProjectId, secret).ShouldBeNull();

        // Also when somebody changes the name of the key in the row.
        other.Open(ProjectId, secret with { MasterKeyId = other.Seal(ProjectId, Id, "", "", Some.Time).MasterKeyId }).ShouldBeNull();
    }

    private static AesGcmSecretSeal SealWith(MasterKey key) => new(new MasterKeyChain(new VariableMasterKeySource(key.Reveal(), null), new RecordingLog<MasterKeyChain>()));

    private SealedSecret Seal(string value) => _seal.Seal(ProjectId, Id, "name", value, Some.Time);
}

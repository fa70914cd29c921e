using System.Text;
using Paddock.Core.Grants;
using Paddock.Core.Secrets;
using Paddock.Egress.Masking;

namespace Paddock.Egress.Tests.Masking;

public sealed class SecretMaskTests
{
    [Theory]
    [InlineData("sk-live+/=secret?")]
    [InlineData("pä ss&\"\\word")]
    [InlineData("plainsecret123")]
    public void Secret_InAnySpelling_IsHidden(string secret)
    {
        SecretMask mask = Of(new BearerCredential(new Secret(secret)));
        byte[] bytes = Encoding.UTF8.GetBytes(secret);
        string[] spellings =
        [
            secret, Convert.ToBase64String(bytes), Convert.ToBase64String(bytes).TrimEnd('='), Convert.ToBase64String(bytes).Replace('+', '-').Replace('/', '_').TrimEnd('='),
            Uri.EscapeDataString(secret), System.Net.WebUtility.UrlEncode(secret), Lower(Uri.EscapeDataString(secret)), Lower(System.Net.WebUtility.UrlEncode(secret)),
            System.Text.Json.JsonSerializer.Serialize(secret, _relaxed)[1..^1],
        ];
        foreach (string spelling in spellings)
        {
            string shown = Hide(mask, $"<{spelling}>");
            shown.ShouldBe($"<{new string('*', Encoding.UTF8.GetByteCount(spelling.TrimEnd('=')))}{new string('=', spelling.Length - spelling.TrimEnd('=').Length)}>", spelling);
        }
    }

    [Fact]
    public void BasicCredential_ItsPairInBase64_IsHidden()
    {
        SecretMask mask = Of(new BasicCredential(new Secret("user"), new Secret("password")));

        Hide(mask, "Basic " + Convert.ToBase64String("user:password"u8)).ShouldBe("Basic " + new string('*', 18) + "==");
        Hide(mask, "a user and a password").ShouldBe("a user and a ********", "a plain name is no secret");
    }

    [Theory]
    [InlineData("key-that-is-the-user", "")]
    [InlineData("key-that-is-the-user", "x")]
    [InlineData("AC0123456789abcdef0123", "password")]
    public void BasicCredential_WhoseUserIsAKey_HidesTheUser(string user, string password) =>
        Hide(Of(new BasicCredential(new Secret(user), new Secret(password))), user).ShouldBe(new string('*', user.Length));

    [Fact]
    public void HeaderCredential_WithAScheme_HidesTheSecretAlone() =>
        Hide(Of(new HeaderCredential("Authorization", new Secret("Token abcdefghij"))), "abcdefghij").ShouldBe("**********");

    [Fact]
    public void Secret_OfThreeCharacters_IsNotHiddenInText()
    {
        SecretMask mask = Of(new QueryCredential("key", new Secret("abc")));

        Hide(mask, "abcabc").ShouldBe("abcabc");
        mask.IsSecret("abc").ShouldBeTrue("whole segments of a path are another matter");
        mask.IsSecret("%61bc").ShouldBeTrue();
    }

    [Fact]
    public void Secrets_ThatOverlap_AreHiddenWhole()
    {
        SecretMask mask = Of(new BearerCredential(new Secret("abcdef")), new BearerCredential(new Secret("defghi")), new BearerCredential(new Secret("cdef")));

        Hide(mask, "xabcdefghix").ShouldBe("x*********x");
        Hide(mask, "xcdefx").ShouldBe("x****x");
    }

    [Fact]
    public void Grant_WithoutCredentials_HasNoMask() => SecretMask.Of([]).ShouldBeNull();

    [Fact]
    public void Stream_SplitAtEveryPosition_IsHiddenAsTheWhole()
    {
        SecretMask mask = Of(new BearerCredential(new Secret("sec/ret+1")), new BearerCredential(new Secret("ret+12345")), new QueryCredential("k", new Secret("ssss")));
        string secret = "sec/ret+1";
        string text = $"secsec/ret+12345sec/rethello {Convert.ToBase64String(Encoding.UTF8.GetBytes(secret))} sec%2Fret%2B1 sec%2fret%2b1sssssssss/sec/ret+";
        string whole = Hide(mask, text);
        whole.ShouldContain("hello");
        whole.ShouldNotContain(secret);
        byte[] bytes = Encoding.Latin1.GetBytes(text);
        for (int first = 0; first <= bytes.Length; first++)
        {
            for (int second = first; second <= bytes.Length; second++)
            {
                InPieces(mask, bytes[..first], bytes[first..second], bytes[second..]).ShouldBe(whole, $"{first}, {second}");
            }
        }

        InPieces(mask, [.. bytes.Select(static one => new[] { one })]).ShouldBe(whole);
    }

    [Fact]
    public void Stream_RandomTextOfFewLetters_IsHiddenAsTheWhole()
    {
        SecretMask mask = Of(new BearerCredential(new Secret("aabaa")), new BearerCredential(new Secret("abab")), new BearerCredential(new Secret("baaaab")));
        uint state = 20261122;
        for (int round = 0; round < 2000; round++)
        {
            byte[] bytes = new byte[60];
            for (int i = 0; i < bytes.Length; i++)
            {
                bytes[i] = (byte)('a' + (Next(ref state) % 5 / 3));
            }

            List<byte[]> pieces = [];
            for (int at = 0; at < bytes.Length;)
            {
                int length = Math.Min(bytes.Length - at, 1 + (int)(Next(ref state) % 9));
                pieces.Add(bytes[at..(at + length)]);
                at += length;
            }

            InPieces(mask, [.. pieces]).ShouldBe(Naive(Encoding.Latin1.GetString(bytes), "aabaa", "abab", "baaaab"), $"round {round}");
        }
    }

    [Theory]
    [InlineData("hello world")]
    [InlineData("hello secre")]
    [InlineData("hello ssecr")]
    [InlineData("hellosecret")]
    [InlineData("secretxxxxx")]
    public void Stream_WhatIsHeldBack_DoesNotHangOnWhatItIs(string text)
    {
        using MaskingBuffer buffer = new(Of(new BearerCredential(new Secret("secret"))));
        List<int> sizes = [];
        byte[] taken = new byte[100];
        foreach (byte[] piece in Encoding.Latin1.GetBytes(text).Chunk(1).Append([]))
        {
            piece.CopyTo(buffer.Reserve(piece.Length));
            buffer.Commit(piece.Length);
            sizes.Add(buffer.Take(taken));
        }

        // The longest spelling is the one in base64, of eight characters.
        sizes.ShouldBe([0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 7]);
    }

    [Fact]
    public void Stream_WhenReleased_GivesAllAndGoesOnInItsPlace()
    {
        using MaskingBuffer buffer = new(Of(new BearerCredential(new Secret("secret"))));
        byte[] taken = new byte[100];
        "<secret>"u8.CopyTo(buffer.Reserve(8).Span);
        buffer.Commit(8);
        int count = buffer.Take(taken);
        Memory<byte> reserved = buffer.Reserve(3);

        buffer.Held.ShouldBe(7);
        buffer.Release();

        buffer.Held.ShouldBe(0);
        count += buffer.Take(taken.AsSpan(count));
        "abc"u8.CopyTo(reserved.Span);
        buffer.Commit(3);
        buffer.Commit(0);
        count += buffer.Take(taken.AsSpan(count));
        Encoding.Latin1.GetString(taken, 0, count).ShouldBe("<******>abc");
    }

    [Fact]
    public void Secret_ThatRepeatsItself_IsHiddenWhereverItLies()
    {
        SecretMask mask = Of(new BearerCredential(new Secret(new string('a', 8000))));

        Hide(mask, $"b{new string('a', 7999)}b{new string('a', 60_000)}b").ShouldBe($"b{new string('a', 7999)}b{new string('*', 60_000)}b");
    }

    [Fact]
    public void SecretWithinTheBeginningOfAnother_HidesItselfAlone()
    {
        SecretMask mask = Of(new BearerCredential(new Secret("xxabcdyyyyyyyyyyyyyy")), new BearerCredential(new Secret("abcd")));

        InPieces(mask, "xxab"u8.ToArray(), "cdyy"u8.ToArray(), "zz"u8.ToArray()).ShouldBe("xx****yyzz");
    }

    private static readonly System.Text.Json.JsonSerializerOptions _relaxed = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static uint Next(ref uint state) => state = (state * 1664525) + 1013904223;

    private static string Naive(string text, params string[] secrets)
    {
        char[] shown = text.ToCharArray();
        foreach (string secret in secrets)
        {
            for (int at = text.IndexOf(secret, StringComparison.Ordinal); at >= 0; at = text.IndexOf(secret, at + 1, StringComparison.Ordinal))
            {
                shown.AsSpan(at, secret.Length).Fill('*');
            }
        }

        return new string(shown);
    }

    private static string Lower(string escaped) =>
        System.Text.RegularExpressions.Regex.Replace(escaped, "%[0-9A-F]{2}", static match => match.Value.ToLowerInvariant());

    private static SecretMask Of(params HostCredential[] credentials) => SecretMask.Of(credentials)!;

    private static string Hide(SecretMask mask, string text) => InPieces(mask, Encoding.UTF8.GetBytes(text));

    private static string InPieces(SecretMask mask, params byte[][] pieces)
    {
        using MaskingBuffer buffer = new(mask);
        using MemoryStream shown = new();
        byte[] few = new byte[7];
        foreach (byte[] piece in pieces.Where(static piece => piece.Length > 0).Append([]))
        {
            piece.CopyTo(buffer.Reserve(piece.Length));
            buffer.Commit(piece.Length);
            while (buffer.Ready > 0)
            {
                shown.Write(few, 0, buffer.Take(few));
            }
        }

        return Encoding.Latin1.GetString(shown.ToArray());
    }
}

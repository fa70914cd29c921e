using System.Buffers.Binary;
using System.Text;
using Paddock.Egress.Names;

namespace Paddock.Egress.Tests.Names;

public sealed class NameAnswerTests
{
    private const ushort A = 1;
    private const ushort Internet = 1;

    [Theory]
    [InlineData("example.com")]
    [InlineData("not-in-the-grant.example")]
    [InlineData("EXAMPLE.com")]
    [InlineData("_under.score.example")]
    public void Query_ForAnAddress_IsAnsweredWithTheOne(string name)
    {
        byte[] query = Query(name, A);
        byte[] answer = Answer(query);
        answer[..2].ShouldBe(query[..2], "the id");
        Flags(answer).ShouldBe((ushort)0x8180, "a response without error, recursion desired and available");
        Counts(answer).ShouldBe([1, 1, 0, 0]);
        answer[12..query.Length].ShouldBe(query[12..], "the question, in the letters that it came in");
        answer[query.Length..].ShouldBe([0xC0, 12, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, 198, 18, 0, 1]);
    }

    [Theory]
    [InlineData(28, Internet)] // AAAA
    [InlineData(65, Internet)] // HTTPS
    [InlineData(16, Internet)] // TXT
    [InlineData(255, Internet)] // ANY
    [InlineData(A, 3)] // CHAOS
    public void Query_ForAnythingElse_IsAnsweredWithNothing(ushort type, ushort @class)
    {
        byte[] answer = Answer(Query("example.com", type, @class));
        Flags(answer).ShouldBe((ushort)0x8180);
        Counts(answer).ShouldBe([1, 0, 0, 0]);
        answer.Length.ShouldBe(Query("example.com", type).Length);
    }

    [Fact]
    public void Query_WithoutRecursion_IsAnsweredWithoutThatFlag()
    {
        byte[] query = Query("a", A);
        query[2] = 0;
        Flags(Answer(query)).ShouldBe((ushort)0x8080);
    }

    [Theory]
    [InlineData(A, 1)]
    [InlineData(28, 0)]
    public void Query_WithEdns_IsAnsweredWithEdns(ushort type, ushort answers)
    {
        byte[] question = Query("example.com", type);
        byte[] query = [.. question, 0, 0, 41, 0x10, 0, 0, 0, 0, 0, 0, 12, 0, 10, 0, 8, 1, 2, 3, 4, 5, 6, 7, 8];
        query[11] = 1;
        byte[] answer = Answer(query);
        Counts(answer).ShouldBe([1, answers, 0, 1]);
        answer[^11..].ShouldBe([0, 0, 41, 0x04, 0xD0, 0, 0, 0, 0, 0, 0]);
        answer.Length.ShouldBe(question.Length + (answers * 16) + 11);
    }

    [Fact]
    public void Query_WithSomethingElseBehindIt_IsAnsweredWithoutIt()
    {
        byte[] query = [.. Query("example.com", A), 1, 2, 3];
        query[11] = 1;
        Counts(Answer(query)).ShouldBe([1, 1, 0, 0]);
        query[11] = 9;
        query[7] = 5;
        Counts(Answer(query)).ShouldBe([1, 1, 0, 0]);
    }

    [Fact]
    public void Query_ForTheRoot_IsAnswered() => Counts(Answer(Query("", A))).ShouldBe([1, 1, 0, 0]);

    [Fact]
    public void Query_ForTheLongestName_FitsWithEverything()
    {
        string label = new('a', 63);
        byte[] query = [.. Query($"{label}.{label}.{label}.{label[..61]}", A), 0, 0, 41, 0x10, 0, 0, 0, 0, 0, 0, 0];
        query[11] = 1;
        Answer(query).Length.ShouldBe(NameAnswer.MaxLength);
    }

    [Fact]
    public void Query_CutOffAnywhere_IsIgnored()
    {
        byte[] query = Query("example.com", A);
        for (int length = 0; length < query.Length; length++)
        {
            Answer(query[..length]).ShouldBeEmpty($"{length} bytes");
        }
    }

    [Fact]
    public void Query_Malformed_IsIgnored()
    {
        Answer(Changed(static query => query[2] |= 0x80)).ShouldBeEmpty("a response: two responders would talk to each other for ever");
        Answer(Changed(static query => query[2] |= 0x28)).ShouldBeEmpty("an update");
        Answer(Changed(static query => query[3] |= 3)).ShouldBeEmpty("a query with an error code");
        Answer(Changed(static query => query[5] = 0)).ShouldBeEmpty("no question");
        Answer(Changed(static query => query[5] = 2)).ShouldBeEmpty("two questions");
        Answer(Changed(static query => query[12] = 0xC0)).ShouldBeEmpty("a pointer");
        Answer(Changed(static query => (query[12], query[13]) = (0xC0, 12))).ShouldBeEmpty("a pointer to itself");
        Answer(Changed(static query => query[12] = 0x40)).ShouldBeEmpty("a label type that does not exist");
        Answer(Changed(static query => query[12] = 63)).ShouldBeEmpty("a label that goes past the end");
        string label = new('a', 63);
        Answer(Query($"{label}.{label}.{label}.{label}", A)).ShouldBeEmpty("a name of 257 bytes");
        Answer([.. Query("", A)[..12], .. Enumerable.Repeat((byte)1, 1220)]).ShouldBeEmpty("labels without end");
    }

    [Fact]
    public void Query_OfRandomBytes_NeverBreaksIt()
    {
        const int seed = 20261122;
        Random random = new(seed);
        byte[] answer = new byte[NameAnswer.MaxLength];
        for (int i = 0; i < 200_000; i++)
        {
            byte[] query = i % 2 == 0 ? new byte[random.Next(0, 80)] : Query("www.example.com", (ushort)random.Next(70));
            if (i % 2 == 0)
            {
                random.NextBytes(query);
            }
            else
            {
                query[random.Next(query.Length)] = (byte)random.Next(256);
            }

            NameAnswer.Write(query, answer).ShouldBeLessThanOrEqualTo(answer.Length, $"seed {seed}, round {i}");
        }
    }

    private static byte[] Changed(Action<byte[]> change)
    {
        byte[] query = Query("example.com", A);
        change(query);
        return query;
    }

    private static byte[] Query(string name, ushort type, ushort @class = Internet)
    {
        List<byte> query = [0xAB, 0xCD, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0];
        foreach (string label in name.Split('.', StringSplitOptions.RemoveEmptyEntries))
        {
            query.Add((byte)label.Length);
            query.AddRange(Encoding.ASCII.GetBytes(label));
        }

        query.AddRange([0, (byte)(type >> 8), (byte)type, (byte)(@class >> 8), (byte)@class]);
        return [.. query];
    }

    private static byte[] Answer(byte[] query)
    {
        byte[] answer = new byte[NameAnswer.MaxLength];
        return answer[..NameAnswer.Write(query, answer)];
    }

    private static ushort Flags(byte[] answer) => BinaryPrimitives.ReadUInt16BigEndian(answer.AsSpan(2));

    private static ushort[] Counts(byte[] answer) => [.. Enumerable.Range(0, 4).Select(i => BinaryPrimitives.ReadUInt16BigEndian(answer.AsSpan(4 + (2 * i))))];
}

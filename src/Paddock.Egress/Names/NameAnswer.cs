using System.Buffers.Binary;

namespace Paddock.Egress.Names;

/// <summary>
/// Writes the answer to a DNS query. Every name has the same IPv4 address and nothing else, whether it may be reached or not: what may
/// be reached is decided where a refusal can be explained, and no address of the real network is of any use to a cell.
/// </summary>
internal static class NameAnswer
{
    /// <summary>Most bytes of an answer: a header, the longest question, an address and an OPT record.</summary>
    public const int MaxLength = HeaderLength + MaxNameLength + 4 + 16 + 11;

    private const int HeaderLength = 12;
    private const int MaxNameLength = 255;
    private const int MaxLabelLength = 63;
    private const ushort TypeA = 1;
    private const ushort TypeOpt = 41;
    private const ushort ClassInternet = 1;

    // QR, and all of OPCODE and RCODE; a query has none of them.
    private const ushort NotAPlainQuery = 0xF80F;
    private const ushort RecursionDesired = 0x0100;
    private const ushort ResponseWithRecursion = 0x8080;

    /// <summary>198.18.0.1, of the range that RFC 2544 sets aside for tests: nobody's, and all of a cell's addresses lead to the door.</summary>
    private static ReadOnlySpan<byte> AddressRecord =>
    [
        0xC0, HeaderLength, // the name in the question
        0, (byte)TypeA,
        0, (byte)ClassInternet,
        0, 0, 0, 60, // seconds to live: longer than most cells, and renewed for the others
        0, 4,
        198, 18, 0, 1,
    ];

    private static ReadOnlySpan<byte> OptRecord =>
    [
        0, // the root
        0, (byte)TypeOpt,
        0x04, 0xD0, // payload size 1,232, as is usual
        0, 0, 0, 0,
        0, 0,
    ];

    /// <summary>Writes the answer to <paramref name="query"/>, which may be any bytes.</summary>
    /// <param name="query">The packet as it came.</param>
    /// <param name="answer">At least <see cref="MaxLength"/> bytes.</param>
    /// <returns>Length of the answer, or 0 when this is not a query that can be answered.</returns>
    public static int Write(ReadOnlySpan<byte> query, Span<byte> answer)
    {
        int end = EndOfQuestion(query);
        if (end == 0)
        {
            return 0;
        }

        ushort flags = BinaryPrimitives.ReadUInt16BigEndian(query[2..]);
        bool isAddress = BinaryPrimitives.ReadUInt16BigEndian(query[(end - 4)..]) == TypeA
            && BinaryPrimitives.ReadUInt16BigEndian(query[(end - 2)..]) == ClassInternet;
        bool isExtended = HasOpt(query, end);

        query[..end].CopyTo(answer);
        BinaryPrimitives.WriteUInt16BigEndian(answer[2..], (ushort)((flags & RecursionDesired) | ResponseWithRecursion));
        BinaryPrimitives.WriteUInt16BigEndian(answer[6..], isAddress ? (ushort)1 : (ushort)0);
        BinaryPrimitives.WriteUInt16BigEndian(answer[8..], 0);
        BinaryPrimitives.WriteUInt16BigEndian(answer[10..], isExtended ? (ushort)1 : (ushort)0);
        int length = end;
        if (isAddress)
        {
            AddressRecord.CopyTo(answer[length..]);
            length += AddressRecord.Length;
        }

        if (isExtended)
        {
            OptRecord.CopyTo(answer[length..]);
            length += OptRecord.Length;
        }

        return length;
    }

    /// <summary>Where the only question ends, or 0 when there is not exactly one, well-formed and uncompressed.</summary>
    private static int EndOfQuestion(ReadOnlySpan<byte> query)
    {
        if (query.Length < HeaderLength
            || (BinaryPrimitives.ReadUInt16BigEndian(query[2..]) & NotAPlainQuery) != 0
            || BinaryPrimitives.ReadUInt16BigEndian(query[4..]) != 1)
        {
            return 0;
        }

        int at = HeaderLength;
        while (at < query.Length && query[at] != 0)
        {
            // More than that is a pointer, and there is nothing before the first name to point at.
            if (query[at] > MaxLabelLength)
            {
                return 0;
            }

            at += query[at] + 1;
        }

        at++;
        return at - HeaderLength > MaxNameLength || at + 4 > query.Length ? 0 : at + 4;
    }

    // Only where it is the one record after the question: so all resolvers send it.
    private static bool HasOpt(ReadOnlySpan<byte> query, int end) =>
        BinaryPrimitives.ReadUInt16BigEndian(query[6..]) == 0
        && BinaryPrimitives.ReadUInt16BigEndian(query[8..]) == 0
        && BinaryPrimitives.ReadUInt16BigEndian(query[10..]) == 1
        && query.Length >= end + OptRecord.Length
        && query[end] == 0
        && BinaryPrimitives.ReadUInt16BigEndian(query[(end + 1)..]) == TypeOpt;
}

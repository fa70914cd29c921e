namespace Paddock.Core.Records;

/// <summary>Writes <c>http.allow[].auth</c> for a record: which kind, under which name, and by which stored secret, but no secret, and no user either, since many services take their key there.</summary>
internal static class CredentialRecord
{
    private static readonly byte[][] _kinds = ["basic"u8.ToArray(), "bearer"u8.ToArray(), "header"u8.ToArray(), "query"u8.ToArray()];

    // What is shown of a credential, then what is hidden; a token in place of a value is what older clients write.
    private static readonly byte[][] _shown = ["name"u8.ToArray(), "key"u8.ToArray(), "secret_id"u8.ToArray()];
    private static readonly byte[][] _hidden = ["user_id"u8.ToArray(), "password"u8.ToArray(), "token"u8.ToArray(), "value"u8.ToArray()];

    /// <summary>Writes the member <c>auth</c>, if there is a credential in <paramref name="auth"/>.</summary>
    public static void Write(RecordSink sink, ReadOnlySpan<byte> auth)
    {
        foreach (byte[] kind in _kinds)
        {
            ReadOnlySpan<byte> members = JsonSlice.Member(auth, kind);
            if (members.IsEmpty)
            {
                continue;
            }

            sink.Name("auth"u8);
            sink.Open('{');
            sink.Name(kind);
            WriteMembers(sink, members);
            sink.Close('}');
            return;
        }
    }

    private static void WriteMembers(RecordSink sink, ReadOnlySpan<byte> members)
    {
        sink.Open('{');
        foreach (byte[] name in _shown)
        {
            ReadOnlySpan<byte> value = JsonSlice.Member(members, name);
            if (!value.IsEmpty)
            {
                sink.Name(name);
                sink.Value(value, saysOmissions: false);
            }
        }

        foreach (byte[] name in _hidden)
        {
            if (!JsonSlice.Member(members, name).IsEmpty)
            {
                sink.Name(name);
                sink.Plain(RecordMask.Hidden);
            }
        }

        sink.Close('}');
    }
}

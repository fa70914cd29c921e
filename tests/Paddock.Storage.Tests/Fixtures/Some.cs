using System.Security.Cryptography;
using System.Text;
using Paddock.Contracts.Ids;
using Paddock.Core.Projects;
using Paddock.Core.Records;
using Paddock.Core.Runtimes;
using Paddock.Core.Secrets;
using Paddock.Core.Tools;

namespace Paddock.Storage.Tests.Fixtures;

/// <summary>Things to store.</summary>
internal static class Some
{
    /// <summary>Everything that text can have: NUL, quotes, other scripts, beyond the basic plane, what looks like SQL.</summary>
    public const string Text = "a\0b ' \" \\ ; -- ' OR 1=1 /* ß Ж 漢 😀 \u202e %_ \r\n\t\u0001";

    /// <summary>With every digit that a time can have.</summary>
    public static DateTimeOffset Time { get; } = new DateTimeOffset(2026, 11, 22, 6, 38, 54, TimeSpan.Zero).AddTicks(1_234_567);

    /// <summary>A ULID of the moment <paramref name="milliseconds"/> after <see cref="Time"/>.</summary>
    public static string Id(int milliseconds = 0) => Ulid.Create(Time.AddMilliseconds(milliseconds));

    public static ApiKey Key(string projectId = Project.DefaultId) => new()
    {
        Id = Id(),
        ProjectId = projectId,
        Name = "ключ ' 😀",
        Hash = RandomNumberGenerator.GetBytes(32),
        CreatedAt = Time,
    };

    public static StoredTool Tool(string? id = null, int milliseconds = 0) => new()
    {
        Id = id ?? Id(milliseconds),
        RevisionId = Id(milliseconds),
        Name = "name",
        Description = "",
        Language = "python",
        Code = "def execute(input): return 1",
        InputSchema = "{}",
        CreatedAt = Time.AddMilliseconds(milliseconds),
    };

    /// <summary>A runtime with its first revision.</summary>
    public static StoredRuntime Runtime(string? id = null, int milliseconds = 0)
    {
        string runtimeId = id ?? Id(milliseconds);
        return new()
        {
            Id = runtimeId,
            Name = "name",
            Language = RuntimeLanguage.Python,
            Engine = "microvm",
            CreatedAt = Time.AddMilliseconds(milliseconds),
            Newest = Revision(runtimeId, milliseconds),
        };
    }

    public static StoredRevision Revision(string runtimeId, int milliseconds = 0) => new()
    {
        Id = Id(milliseconds),
        RuntimeId = runtimeId,
        Language = RuntimeLanguage.Python,
        ManifestName = "requirements.txt",
        Manifest = "requests==2.32.3",
        Status = RevisionStatus.Pending,
        CreatedAt = Time.AddMilliseconds(milliseconds),
    };

    /// <summary>What a build has made.</summary>
    public static BuiltPackages Packages(string? key = null) => new() { Key = key ?? Hash(), Digest = Hash(), Lock = "requests==2.32.3 --hash=sha256:00" };

    /// <summary>64 lower-case hexadecimal digits.</summary>
    public static string Hash() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));

    public static SealedSecret Secret(int milliseconds = 0) => new()
    {
        Id = Id(milliseconds),
        Name = "name",
        MasterKeyId = "0123456789ab",
        Sealed = RandomNumberGenerator.GetBytes(40),
        CreatedAt = Time.AddMilliseconds(milliseconds),
    };

    public static ExecutionRecord Record(string projectId, int milliseconds = 0, int exitCode = 0, int bytes = 10) => new()
    {
        Id = Id(milliseconds),
        ProjectId = projectId,
        Kind = ExecutionKind.Function,
        Language = "python",
        ExitCode = exitCode,
        DurationMilliseconds = 12,
        StartedAt = Time.AddMilliseconds(milliseconds),
        Request = new byte[bytes],
        Response = Encoding.UTF8.GetBytes("{}"),
    };
}

using System.Security.Cryptography;
using Microsoft.Data.Sqlite;
using Paddock.Core;
using Paddock.Core.Projects;
using Paddock.Storage.Sqlite;
using Paddock.Storage.Tests.Fixtures;

namespace Paddock.Storage.Tests.Sqlite;

/// <summary>What is said when the file cannot be used, and what works again once it can.</summary>
public sealed class SqliteFailureTests : IDisposable
{
    private static readonly TimeSpan _short = TimeSpan.FromMilliseconds(200);

    private readonly TestFolder _folder = new();

    private string FilePath => _folder.File("paddock.db");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Open_NotThere_MakesItForTheOwnerOnly()
    {
        string folder = _folder.File("a/b");
        await using (TestStores stores = TestStores.OnSqlite(Path.Combine(folder, "paddock.db")))
        {
            await stores.Projects.GetOrAddAsync("x", Some.Time, Cancellation);
            Directory.GetFiles(folder).Select(Path.GetFileName).Order().ShouldBe(["paddock.db", "paddock.db-shm", "paddock.db-wal"]);
            Directory.GetFiles(folder).ShouldAllBe(static file => File.GetUnixFileMode(file) == (UnixFileMode.UserRead | UnixFileMode.UserWrite));
        }

        Directory.GetFiles(folder).Select(Path.GetFileName).ShouldBe(["paddock.db"], "a graceful end leaves one file");
    }

    [Fact]
    public async Task Open_NotADatabase_IsRefusedAndLeftAsItIs()
    {
        byte[] bytes = RandomNumberGenerator.GetBytes(10_000);
        await File.WriteAllBytesAsync(FilePath, bytes, Cancellation);
        (await RefusalAsync()).ShouldStartWith($"{FilePath} is not a SQLite database, or is damaged; ");
        (await File.ReadAllBytesAsync(FilePath, Cancellation)).ShouldBe(bytes);
    }

    [Fact]
    public async Task Open_DamagedPages_IsRefused()
    {
        await using (TestStores stores = TestStores.OnSqlite(FilePath))
        {
            await stores.Projects.GetOrAddAsync("x", Some.Time, Cancellation);
        }

        await using (FileStream file = File.OpenWrite(FilePath))
        {
            file.Position = 100;
            await file.WriteAsync(RandomNumberGenerator.GetBytes((int)file.Length - 100), Cancellation);
        }

        (await RefusalAsync()).ShouldStartWith($"{FilePath} is damaged; restore a backup");
    }

    [Fact]
    public async Task Open_FolderInItsPlace_IsRefused()
    {
        Directory.CreateDirectory(FilePath);
        (await RefusalAsync()).ShouldContain(FilePath);
    }

    [Fact]
    public async Task Open_FolderThatCannotBeMade_IsRefused()
    {
        await File.WriteAllTextAsync(_folder.File("file"), "", Cancellation);
        await using TestStores stores = TestStores.OnSqlite(_folder.File("file/paddock.db"));
        (await Should.ThrowAsync<StartupException>(async () => await stores.Database.OpenAsync(Cancellation))).Message
            .ShouldStartWith($"cannot make {_folder.File("file/paddock.db")}: ");
    }

    [Fact]
    public async Task Open_LockedByAnotherProcess_IsRefusedAndWorksWhenItIsNot()
    {
        await using TestStores stores = TestStores.OnSqlite(FilePath, _short);
        await using (SqliteConnection other = Lock())
        {
            (await Should.ThrowAsync<StartupException>(async () => await stores.Database.OpenAsync(Cancellation))).Message
                .ShouldStartWith($"{FilePath} is locked by another process; ");
        }

        (await stores.Projects.ListAsync(Cancellation)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Write_LockedByAnotherProcess_IsTransientAndReadersGoOn()
    {
        await using TestStores stores = TestStores.OnSqlite(FilePath, _short);
        await stores.Database.OpenAsync(Cancellation);
        await using (SqliteConnection other = Lock())
        {
            StorageException error = await Should.ThrowAsync<StorageException>(async () => await stores.Projects.GetOrAddAsync("x", Some.Time, Cancellation));
            error.IsTransient.ShouldBeTrue();
            (await stores.Projects.ListAsync(Cancellation)).Count.ShouldBe(1);
        }

        (await stores.Projects.GetOrAddAsync("x", Some.Time, Cancellation)).Name.ShouldBe("x");
    }

    [Fact]
    public async Task Write_WaitingForAnother_CanBeCancelled()
    {
        await using TestStores stores = TestStores.OnSqlite(FilePath);
        await stores.Database.OpenAsync(Cancellation);
        TaskCompletionSource holding = new();
        TaskCompletionSource release = new();
        Task<int> writer = stores.Database.WriteAsync(
            Engines.Durability.Process,
            async _ =>
            {
                holding.SetResult();
                await release.Task;
                return 1;
            },
            Cancellation).AsTask();
        await holding.Task;
        using CancellationTokenSource source = new();
        Task waiting = stores.Projects.GetOrAddAsync("x", Some.Time, source.Token).AsTask();
        waiting.IsCompleted.ShouldBeFalse();
        await source.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => waiting);
        release.SetResult();
        (await writer).ShouldBe(1);
    }

    [Fact]
    public async Task Write_ExceptionInIt_ChangesNothingAndTheNextOneWorks()
    {
        await using TestStores stores = TestStores.OnSqlite(FilePath);
        await Should.ThrowAsync<InvalidDataException>(async () => await stores.Database.WriteAsync<int>(
            Engines.Durability.Machine,
            static async session =>
            {
                await session.ExecuteAsync("INSERT INTO projects VALUES ('a', 'a', 1)");
                throw new InvalidDataException();
            },
            Cancellation));
        (await stores.Projects.ListAsync(Cancellation)).ShouldHaveSingleItem();
        (await stores.Projects.GetOrAddAsync("x", Some.Time, Cancellation)).Name.ShouldBe("x");
    }

    [Fact]
    public async Task Write_DiskFull_IsTransientAndWorksWhenThereIsRoom()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "only root can mount a small file system");
        TestProcess.Run("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", _folder.Path);
        try
        {
            await using TestStores stores = TestStores.OnSqlite(FilePath);
            await stores.Database.OpenAsync(Cancellation);
            StorageException error = await Should.ThrowAsync<StorageException>(async () => await stores.Executions.AddAsync([Some.Record(Project.DefaultId, bytes: 3_000_000)], Cancellation));
            error.IsTransient.ShouldBeTrue();
            error.Message.ShouldBe($"the disk of {FilePath} is full: free some of it");
            (await stores.Projects.ListAsync(Cancellation)).Count.ShouldBe(1);

            TestProcess.Run("mount", "-o", "remount,size=64m", _folder.Path);
            await stores.Executions.AddAsync([Some.Record(Project.DefaultId, bytes: 3_000_000)], Cancellation);
        }
        finally
        {
            TestProcess.Run("umount", _folder.Path);
        }
    }

    [Fact]
    public async Task Open_ReadOnlyFileSystem_IsRefused()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "only root can mount a file system");
        TestProcess.Run("mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", _folder.Path);
        try
        {
            await using (TestStores stores = TestStores.OnSqlite(FilePath))
            {
                await stores.Database.OpenAsync(Cancellation);
            }

            TestProcess.Run("mount", "-o", "remount,ro", _folder.Path);
            (await RefusalAsync()).ShouldContain("cannot be ");
        }
        finally
        {
            TestProcess.Run("umount", _folder.Path);
        }
    }

    [Theory]
    [InlineData(5, true)]
    [InlineData(6, true)]
    [InlineData(7, true)]
    [InlineData(8, true)]
    [InlineData(10, true)]
    [InlineData(13, true)]
    [InlineData(14, true)]
    [InlineData(11, false)]
    [InlineData(26, false)]
    [InlineData(19, false)]
    [InlineData(1, false)]
    public void Explain_EachCode_SaysWhetherItMayPassAndWhere(int code, bool isTransient)
    {
        SqliteException error = new("text", code);
        StorageException explained = SqliteErrors.Explain("/data/paddock.db", error);
        explained.IsTransient.ShouldBe(isTransient);
        explained.Message.ShouldContain("/data/paddock.db");
        SqliteErrors.ExplainStart("/data/paddock.db", error).Message.ShouldContain("/data/paddock.db");
    }

    private SqliteConnection Lock()
    {
        SqliteConnection connection = new($"Data Source={FilePath};Pooling=False");
        connection.Open();
        SqliteConnections.Execute(connection, "BEGIN IMMEDIATE");
        return connection;
    }

    private async Task<string> RefusalAsync()
    {
        await using TestStores stores = TestStores.OnSqlite(FilePath, _short);
        return (await Should.ThrowAsync<StartupException>(async () => await stores.Database.OpenAsync(Cancellation))).Message;
    }
}

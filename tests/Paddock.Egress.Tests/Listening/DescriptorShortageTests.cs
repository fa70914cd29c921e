using System.Net.Sockets;
using System.Runtime.InteropServices;
using Paddock.Egress.Tests.Fakes;
using Paddock.Egress.Tests.Hosting;

namespace Paddock.Egress.Tests.Listening;

/// <summary>Takes all descriptors of this process away, so nothing may run beside it.</summary>
[Collection(nameof(Alone))]
public sealed partial class DescriptorShortageTests
{
    private const int NoFile = 7;

    [Fact]
    public async Task Accept_WithoutADescriptor_WaitsAndDoesNotSpin()
    {
        await using DoorBench bench = await DoorBench.StartAsync();
        bench.OpenAt(out int port);
        using Socket warm = await DoorBench.ConnectAsync(port);
        await warm.SendAsync("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"u8.ToArray(), TestContext.Current.CancellationToken);
        await DoorHostTests.ReadToEndAsync(warm);

        using Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        GetLimit(NoFile, out Limit limit).ShouldBe(0);
        int most = Directory.EnumerateFiles("/proc/self/fd").Max(static link => int.Parse(Path.GetFileName(link), null));
        List<SafeSocketHandle> fillers = [];
        SetLimit(NoFile, limit with { Soft = (nuint)most + 8 }).ShouldBe(0);
        try
        {
            for (int copy = Duplicate((int)socket.Handle, 1030, 3); copy >= 0; copy = Duplicate((int)socket.Handle, 1030, 3))
            {
                fillers.Add(new SafeSocketHandle(copy, ownsHandle: true));
            }

            await socket.ConnectAsync("127.0.0.1", port, TestContext.Current.CancellationToken);
            await socket.SendAsync("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"u8.ToArray(), TestContext.Current.CancellationToken);
            await Task.Delay(500, TestContext.Current.CancellationToken);
            bench.Logs.DebugLines.ShouldBeInRange(1, 12, "it tries again every 50 ms");
        }
        finally
        {
            fillers.ForEach(static filler => filler.Dispose());
            SetLimit(NoFile, limit).ShouldBe(0);
        }

        (await DoorHostTests.ReadToEndAsync(socket)).ShouldStartWith("HTTP/1.1 200 OK");
    }

    [LibraryImport("libc", EntryPoint = "getrlimit")]
    private static partial int GetLimit(int resource, out Limit limit);

    [LibraryImport("libc", EntryPoint = "setrlimit")]
    private static partial int SetLimit(int resource, in Limit limit);

    [LibraryImport("libc", EntryPoint = "fcntl")]
    private static partial int Duplicate(int descriptor, int command, int least);

    private readonly record struct Limit(nuint Soft, nuint Hard);
}

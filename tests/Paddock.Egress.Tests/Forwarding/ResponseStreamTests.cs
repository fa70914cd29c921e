using System.IO.Pipelines;
using System.Text;
using Microsoft.AspNetCore.Http;
using Paddock.Core.Grants;
using Paddock.Core.Secrets;
using Paddock.Egress.Forwarding;
using Paddock.Egress.Journal;
using Paddock.Egress.Masking;
using Paddock.Egress.Policy;
using Paddock.Egress.Tests.Fakes;

namespace Paddock.Egress.Tests.Forwarding;

public sealed class ResponseStreamTests : IDisposable
{
    private static readonly TimeSpan _quiet = TimeSpan.FromMilliseconds(25);

    private readonly FakeTime _time = new();
    private readonly Pipe _host = new();
    private readonly byte[] _buffer = new byte[1000];
    private readonly ResponseStream _stream;

    public ResponseStreamTests()
    {
        SecretMask mask = SecretMask.Of([new BearerCredential(new Secret("secret"))])!;
        JournalEntry entry = new("GET", true, "x.test", "/", _time);
        Exchange exchange = new(new DefaultHttpContext(), new ClaimedHost("x.test", false, 443, "/"), true, [], mask, entry, 1_000_000, _time);
        _stream = new ResponseStream(_host.Reader.AsStream(), exchange, startsEarly: false);
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _stream.Dispose();

    [Theory]
    [InlineData("hello world", "hello world")]
    [InlineData("hello secre", "hello secre")]
    [InlineData("hellosecret", "hello******")]
    public async Task Tail_GoesOutWhenTheHostIsQuiet_WhateverItIs(string sent, string shown)
    {
        await SendAsync(sent);
        (await ReadAsync(Stop).Soonest()).ShouldBe(shown[..4]);
        Task<string> tail = ReadAsync(Stop);
        _time.Advance(_quiet - TimeSpan.FromMilliseconds(1));
        tail.IsCompleted.ShouldBeFalse();

        _time.Advance(TimeSpan.FromMilliseconds(1));

        (await tail.Soonest()).ShouldBe(shown[4..]);
        Task<string> next = ReadAsync(Stop);
        _time.Timers.ShouldBe(0, "nothing is held");
        await SendAsync("and more");
        (await next.Soonest()).ShouldBe("a");
        await _host.Writer.CompleteAsync();
        (await ReadAsync(Stop).Soonest()).ShouldBe("nd more");
        (await ReadAsync(Stop).Soonest()).ShouldBe("");
    }

    [Fact]
    public async Task Secret_ThatComesInPiecesWithoutQuiet_IsHidden()
    {
        StringBuilder shown = new();
        Task reading = Task.Run(
            async () =>
            {
                while (await ReadAsync(Stop) is { Length: > 0 } piece)
                {
                    shown.Append(piece);
                }
            },
            Stop);
        foreach (char c in "a secret of us")
        {
            await SendAsync($"{c}");
        }

        await _host.Writer.CompleteAsync();
        await reading.Soonest();
        shown.ToString().ShouldBe("a ****** of us");
    }

    [Fact]
    public async Task Read_ThatIsPendingFromAnEarlierCall_IsCancelledByTheLater()
    {
        using CancellationTokenSource cancel = new();
        await SendAsync("held");
        Task<string> held = ReadAsync(Stop);
        _time.Advance(_quiet);
        (await held.Soonest()).ShouldBe("held");

        Task<string> next = ReadAsync(cancel.Token);
        await cancel.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(next.Soonest());
    }

    [Fact]
    public async Task Error_OfTheHost_ComesAfterWhatWasHeld()
    {
        await SendAsync("held");
        Task<string> held = ReadAsync(Stop);
        await _host.Writer.CompleteAsync(new IOException("broken"));

        (await held.Soonest()).ShouldBe("held");
        await Should.ThrowAsync<IOException>(ReadAsync(Stop).Soonest());
    }

    private async Task SendAsync(string text) => await _host.Writer.WriteAsync(Encoding.Latin1.GetBytes(text), Stop);

    private async Task<string> ReadAsync(CancellationToken cancellationToken) =>
        Encoding.Latin1.GetString(_buffer, 0, await _stream.ReadAsync(_buffer.AsMemory(), cancellationToken));
}

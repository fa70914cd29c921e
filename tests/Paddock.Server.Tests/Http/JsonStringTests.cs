using System.Buffers;
using System.Text;
using System.Text.Json;
using Paddock.Server.Http;

namespace Paddock.Server.Tests.Http;

public sealed class JsonStringTests
{
    [Theory]
    [InlineData("")]
    [InlineData("plain é😀\u2028\u007f")]
    [InlineData("\"")]
    [InlineData("\\\"\n\r\t\b\f\0\u001f")]
    public void Write_AnyText_IsReadBackAndMeasured(string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        ArrayBufferWriter<byte> writer = new();
        JsonString.Write(writer, bytes);
        JsonString.Measure(bytes).ShouldBe(writer.WrittenCount);
        JsonSerializer.Deserialize<string>($"\"{Encoding.UTF8.GetString(writer.WrittenSpan)}\"").ShouldBe(text);
    }

    [Fact]
    public void Write_WhatNeedsNoEscape_IsLeftAsItIs()
    {
        ArrayBufferWriter<byte> writer = new();
        JsonString.Write(writer, "<é😀'&>/"u8);
        Encoding.UTF8.GetString(writer.WrittenSpan).ShouldBe("<é😀'&>/");
    }
}

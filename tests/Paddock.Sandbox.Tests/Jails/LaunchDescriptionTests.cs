using Paddock.Sandbox.Jails;
using Paddock.Sandbox.Tests.Fakes;

namespace Paddock.Sandbox.Tests.Jails;

public sealed class LaunchDescriptionTests
{
    [Fact]
    public void Words_OfEveryShape_AreTheGoldenMessage() => new LaunchDescription()
        .Add("uid", 70_000)
        .Add("root", "/srv/paddock/runtimes/python/root")
        .Add("bind", "/srv/päddock", "/opt/paddock")
        .Add("memory", 134_217_728)
        .Add("cgroup", "memory", "/sys/fs/cgroup/memory/paddock-12-python-1")
        .Add("env", "LANG=C.UTF-8")
        .Add("fork-template")
        .Add("arg", "/usr/bin/python3.11")
        .Add("arg", "-I")
        .Add("arg", "")
        .ToBytes()
        .ShouldBe(Vectors.Read("launch"));

    [Theory]
    [InlineData("\0")]
    [InlineData("a\0b")]
    [InlineData("root\0/etc")]
    public void Word_WithNul_IsRefused(string word)
    {
        Should.Throw<ArgumentException>(() => new LaunchDescription().Add("env", word));
        Should.Throw<ArgumentException>(() => new LaunchDescription().Add(word, 1));
    }
}

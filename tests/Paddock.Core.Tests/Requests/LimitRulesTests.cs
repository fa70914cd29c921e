using Paddock.Core.Executions;

namespace Paddock.Core.Tests.Requests;

public sealed class LimitRulesTests
{
    [Theory]
    [InlineData("{}", 30, 128)]
    [InlineData("[]", 30, 128)]
    [InlineData("""{"execution_timeout":0,"memory_size":0}""", 30, 128)]
    [InlineData("""{"execution_timeout":null,"memory_size":null}""", 30, 128)]
    [InlineData("""{"execution_timeout":1,"memory_size":16}""", 1, 16)]
    [InlineData("""{"execution_timeout":300,"memory_size":2048}""", 300, 2048)]
    [InlineData("""{"execution_timeout":5.0,"memory_size":1.28e2}""", 5, 128)]
    [InlineData("""{"execution_timeout":1e1,"memory_size":6400E-2}""", 10, 64)]
    [InlineData("""{"execution_timeout":-0,"memory_size":0.0e-999999999999}""", 30, 128)]
    [InlineData("""{"execution_timeout":2,"execution_timeout":3,"cpu":"x"}""", 3, 128)]
    public void Limits_Good_AreRead(string limits, int seconds, int mebibytes)
    {
        ExecutionLimits read = Parsing.Accept(Parsing.With($"\"limits\":{limits}")).Limits;
        read.Timeout.ShouldBe(TimeSpan.FromSeconds(seconds));
        read.MemoryBytes.ShouldBe(mebibytes * 1024L * 1024);
    }

    [Theory]
    [InlineData("5", "limits must be an object with execution_timeout and memory_size, not a number")]
    [InlineData("[1]", "limits must be an object with execution_timeout and memory_size, not a list")]
    [InlineData("""{"execution_timeout":"5"}""", "limits.execution_timeout is \"5\", but must be a whole number of s, or left out")]
    [InlineData("""{"execution_timeout":true}""", "limits.execution_timeout is true, but must be a whole number of s, or left out")]
    [InlineData("""{"execution_timeout":1.5}""", "limits.execution_timeout is 1.5, but must be a whole number of s, without a fraction")]
    [InlineData("""{"execution_timeout":5.0000000000000000000000000000001}""", "limits.execution_timeout is 5.0000000000000000000000000000001, but must be a whole number of s, without a fraction")]
    [InlineData("""{"execution_timeout":1e-400}""", "limits.execution_timeout is 1e-400, but must be a whole number of s, without a fraction")]
    [InlineData("""{"execution_timeout":-1}""", "limits.execution_timeout is -1, but must not be negative; leave it out, or send 0, for 30 s")]
    [InlineData("""{"execution_timeout":-1e999999999999}""", "limits.execution_timeout is -1e999999999999, but must not be negative; leave it out, or send 0, for 30 s")]
    [InlineData("""{"execution_timeout":301}""", "limits.execution_timeout is 301 s, but must not be more than 300 s; raise Paddock__Executions__MaxTimeoutSeconds on the server for more")]
    [InlineData("""{"execution_timeout":99999999999999999999}""", "limits.execution_timeout is 99999999999999999999 s, but must not be more than 300 s; raise Paddock__Executions__MaxTimeoutSeconds on the server for more")]
    [InlineData("""{"memory_size":1e400}""", "limits.memory_size is 1e400 MiB, but must not be more than 2048 MiB; raise Paddock__Executions__MaxMemoryMiB on the server for more")]
    [InlineData("""{"memory_size":2049}""", "limits.memory_size is 2049 MiB, but must not be more than 2048 MiB; raise Paddock__Executions__MaxMemoryMiB on the server for more")]
    [InlineData("""{"memory_size":15}""", "limits.memory_size is 15 MiB, but must be at least 16 MiB (the server's Paddock__Executions__MinMemoryMiB)")]
    [InlineData("""{"memory_size":-128}""", "limits.memory_size is -128, but must not be negative; leave it out, or send 0, for 128 MiB")]
    public void Limits_Bad_AreRefusedWithTheRule(string limits, string message) =>
        Parsing.Reject(Parsing.With($"\"limits\":{limits}")).ShouldBe(message);
}

using Paddock.Core.Executions;
using Paddock.Sandbox.Jails;
using Paddock.Sandbox.Pools;

namespace Paddock.Sandbox.Tests.Jails;

public sealed class RuntimeProgramTests
{
    [Fact]
    public void Pools_OfAllLanguages_AreAllThereAre() =>
        Enum.GetValues<Language>().Select(RuntimeProgram.PoolOf).Distinct().Order().ShouldBe(Enum.GetValues<PoolKind>());

    [Fact]
    public void Names_OfPools_AreTheirOwn() =>
        Enum.GetValues<PoolKind>().Select(static kind => RuntimeProgram.Of(kind).Name).ShouldBe(["python", "javascript", "ruby", "php"]);

    [Fact]
    public void Program_ThatOpensItsScriptFirst_IsPromisedThatItExists()
    {
        RuntimeProgram ruby = RuntimeProgram.Of(PoolKind.Ruby);
        RuntimeProgram php = RuntimeProgram.Of(PoolKind.Php);

        ruby.Environment.ShouldBe([$"PADDOCK_SOURCE={ruby.Arguments[^1]}", "PADDOCK_SOURCE_START=\uFEFF"]);
        php.Environment.ShouldBe([$"PADDOCK_SOURCE={php.Arguments[^1]}"]);
        (ruby.IsForScriptsOnly, php.IsForScriptsOnly, ruby.IsForked, php.IsForked).ShouldBe((true, true, false, false));
    }

    [Fact]
    public void Language_OrPool_ThatThereIsNot_IsABug()
    {
        Should.Throw<ArgumentOutOfRangeException>(static () => RuntimeProgram.PoolOf((Language)99));
        Should.Throw<ArgumentOutOfRangeException>(static () => RuntimeProgram.Of((PoolKind)99));
    }
}

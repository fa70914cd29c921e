using Paddock.TestKit.Hosting;

namespace Paddock.Conformance.Tests.Scripts;

public sealed class TypeScriptScriptTests(ServerFixture server) : NodeScriptContract(server)
{
    protected override string Language => "typescript";

    protected override string SourceFile => "/src/code.ts";

    [Fact(Timeout = TestTimeout.Default)]
    public async Task Types_EnumsAndGenerics_Run() => (await RunAsync("""
        enum Unit { Metre = 3 }
        interface Length { readonly value: number; unit: Unit }
        const sum = <T extends Length>(...lengths: T[]): number => lengths.reduce((total: number, length) => total + length.value * length.unit, 0);
        console.log(sum({ value: 2, unit: Unit.Metre }, { value: 1, unit: Unit.Metre } as Length));
        """)).ShouldSucceed("9\n");
}

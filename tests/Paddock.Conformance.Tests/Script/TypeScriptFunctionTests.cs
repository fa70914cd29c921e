using Paddock.TestKit.Api;
using Paddock.TestKit.Hosting;

namespace Paddock.Conformance.Tests.Script;

/// <summary>The contract in TypeScript, and what only TypeScript has.</summary>
public sealed class TypeScriptFunctionTests(ServerFixture server) : ScriptFunctionContract(server)
{
    protected override string Language => "typescript";

    protected override string SourceFile => "/src/code.ts";

    [Fact(Timeout = TestTimeout.Default)]
    public async Task Syntax_OfTypeScript_Runs() => (await RunAsync("""
        import type { Stats } from "node:fs";

        enum Colour { Red, Green = 5 }
        const enum Size { Small = "s" }
        namespace Names { export const first = "n"; }
        interface Shape { readonly area: number; label?: string }
        type Pair<T> = [T, T];

        abstract class Base implements Shape {
          constructor(public readonly area: number, private scale = 2) {}
          scaled(): number { return this.area * this.scale; }
        }
        class Square extends Base {}

        function pair<T extends string | number>(value: T): Pair<T> { return [value, value] as const satisfies Pair<T>; }

        export async function execute(input: { side: number } | null): Promise<unknown[]> {
          const side = input!.side as number;
          return [Colour.Green, Colour[0], Size.Small, Names.first, new Square(side * side).scaled(), pair("p")];
        }
        """, """{"side":3}""")).ShouldBeValid("""[5,"Red","s","n",18,["p","p"]]""");

    [Fact(Timeout = TestTimeout.Default)]
    public async Task Decorators_OnAMethod_Run() => (await RunAsync("""
        function loud(method: (...a: any[]) => string, context: ClassMethodDecoratorContext) {
          return function (this: any, ...a: any[]) { return method.apply(this, a).toUpperCase() + String(context.name); };
        }
        class Greeter {
          @loud
          greet(name: string): string { return `hi ${name} `; }
        }
        function execute(input: string): string { return new Greeter().greet(input); }
        """, "\"ann\"")).ShouldBeValid("\"HI ANN greet\"");

    [Fact(Timeout = TestTimeout.Default)]
    public async Task Exception_BelowErasedTypes_KeepsItsLine() => (await RunAsync("""
        interface Customer {
          email: string;
          name: string;
        }
        type Id = number | string;

        async function execute(input: Customer): Promise<Id> {
          const id: Id = 42;
          throw new Error(`customer ${id} is missing`);
        }
        """)).ShouldBeError(1).ShouldSay("customer 42 is missing", Line(9)).ShouldShowNoFrameOfOurs();

    [Fact(Timeout = TestTimeout.Default)]
    public async Task Types_ThatDoNotFit_AreNotChecked() => (await RunAsync("""
        function execute(input: string): number { const text: number = input; return text; }
        """, "\"text\"")).ShouldBeValid("\"text\"");
}

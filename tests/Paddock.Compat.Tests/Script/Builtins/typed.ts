// What only TypeScript has.
import assert from "node:assert/strict";

enum Colour {
  Red = "red",
  Blue = "blue",
}

namespace Shapes {
  export const sides = 4;
}

interface Named {
  readonly name: string;
}

abstract class Animal implements Named {
  constructor(public readonly name: string, protected age?: number) {}
  abstract sound(): string;
}

class Dog extends Animal {
  override sound(): string {
    return `${this.name} barks`;
  }
}

function logged<T extends (...given: any[]) => any>(target: any, key: string, descriptor: TypedPropertyDescriptor<T>): void {
  void [target, key, descriptor];
}

class Decorated {
  @logged
  method(): number {
    return 1;
  }
}

export function typesAreErased() {
  const value = { a: 1 } satisfies Record<string, number>;
  const first = <T,>(items: readonly T[]): T | undefined => items[0];
  assert.equal(first([value])!.a as number, 1);
  assert.equal(Colour.Blue, "blue");
  assert.equal(Shapes.sides, 4);
  assert.equal(new Dog("Rex").sound(), "Rex barks");
}

export function decorators() {
  assert.equal(new Decorated().method(), 1);
}

export async function resourcesAreDisposed() {
  const closed: string[] = [];
  {
    using one = { [Symbol.dispose]: () => void closed.push("one") };
    await using two = { [Symbol.asyncDispose]: async () => void closed.push("two") };
    void [one, two];
  }
  assert.deepEqual(closed, ["two", "one"]);
}

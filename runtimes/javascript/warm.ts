// Imported by runner.js while a cell waits for its job, so that the transpiler and the module loader have run once.
enum Warm {
  Up,
}

export const execute = (input: unknown): unknown => (input as Warm) ?? Warm.Up;

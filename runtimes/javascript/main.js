// What a JavaScript cell runs: runner.js and what it imports, as eng/bundle-runner.sh makes one file of them. Bun makes bytecode of CommonJS
// only, and a main program that is CommonJS would change what user code sees of `require` and `module`; hence this file in front of it.
import "./runner.bundle.js";

// Nor is it the first of their modules, whose id and parent tell that it is the main one.
delete import.meta.require.cache[`${import.meta.dir}/runner.bundle.js`];

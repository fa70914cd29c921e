// Packages of the npm registry that are JavaScript and nothing else.
import assert from "node:assert/strict";
import { addDays, differenceInCalendarDays, format, parseISO } from "date-fns";
import { de } from "date-fns/locale/de";
import _ from "lodash";
import chunk from "lodash/chunk.js";
import { Marked } from "marked";
import Papa from "papaparse";
import semver from "semver";
import { v4, v5, v7, validate, version } from "uuid";
import YAML from "yaml";
import { z } from "zod";

export function lodash() {
  assert.deepEqual(_.groupBy([1.2, 1.8, 2.1], Math.floor), { 1: [1.2, 1.8], 2: [2.1] });
  assert.deepEqual(chunk([1, 2, 3], 2), [[1, 2], [3]]);
  assert.equal(_.get({ a: [{ b: 3 }] }, "a[0].b"), 3);
  assert.deepEqual(_.chain([3, 1, 2]).sortBy().map((n) => n * 2).value(), [2, 4, 6]);
  assert.equal(_.template("hi <%= name %>")({ name: "x" }), "hi x");
}

export function dateFns() {
  const day = addDays(parseISO("2024-02-28"), 2);
  assert.equal(format(day, "yyyy-MM-dd"), "2024-03-01");
  assert.equal(format(day, "EEEE", { locale: de }), "Freitag");
  assert.equal(differenceInCalendarDays(day, parseISO("2024-02-28")), 2);
}

export function zod() {
  const shape = z.object({ name: z.string().min(1), age: z.number().int().optional(), tags: z.array(z.enum(["a", "b"])).default([]) });
  assert.deepEqual(shape.parse({ name: "x" }), { name: "x", tags: [] });
  assert.equal(shape.safeParse({ name: "" }).error.issues[0].path[0], "name");
}

export function uuid() {
  assert.ok(validate(v4()) && version(v7()) === 7);
  assert.equal(v5("a", v5.URL), v5("a", v5.URL));
}

export async function marked() {
  assert.equal(new Marked().parse("# a *b*"), "<h1>a <em>b</em></h1>\n");
}

export function papaparse() {
  assert.deepEqual(Papa.parse('a,b\n"x,y",2', { header: true, dynamicTyping: true }).data, [{ a: "x,y", b: 2 }]);
  assert.equal(Papa.unparse([{ a: "x,y" }]), 'a\r\n"x,y"');
}

export function yaml() {
  assert.deepEqual(YAML.parse("a: [1, 2]\nb: &x {c: d}\ne: *x"), { a: [1, 2], b: { c: "d" }, e: { c: "d" } });
  assert.equal(YAML.stringify({ a: 1 }), "a: 1\n");
}

export function semverOfNpm() {
  assert.ok(semver.satisfies("1.2.3", ">=1.0.0 <2"));
  assert.deepEqual(semver.sort(["2.0.0", "1.10.0", "1.9.0"]), ["1.9.0", "1.10.0", "2.0.0"]);
}

export async function aPackageIsRequired() {
  const { createRequire } = await import("node:module");
  assert.equal(createRequire("/src/code.js")("lodash").last([1, 2]), 2);
  await assert.rejects(import("no-such-package"), /Cannot find package/);
}

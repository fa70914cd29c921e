// Puts a file without a name in place of /dev/null: it can be read in every way there is, and child processes inherit it.
//
// A file of its own, loaded for the scripts that have a stdin only: each function that comes through bun:ffi costs a little to get ready.

import { dlopen } from "bun:ffi";

const SEEK_SET = 0;

export function open(contents, write) {
  const { symbols: libc } = dlopen("libc.so.6", {
    memfd_create: { args: ["cstring", "u32"], returns: "int" },
    lseek: { args: ["int", "i64", "int"], returns: "i64" },
    dup2: { args: ["int", "int"], returns: "int" },
    close: { args: ["int"], returns: "int" },
  });
  const fd = libc.memfd_create(Buffer.from("stdin\0"), 0);
  for (let sent = 0; sent < contents.length; ) {
    const rest = contents.subarray(sent);
    const count = write(fd, rest, rest.length);
    if (count <= 0) throw new Error("paddock: the standard input could not be stored");
    sent += count;
  }
  libc.lseek(fd, 0, SEEK_SET);
  libc.dup2(fd, 0);
  libc.close(fd);
}

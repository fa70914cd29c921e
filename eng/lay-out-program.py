"""Copies an executable so that the kernel can map its code by huge pages.

    python3 eng/lay-out-program.py SOURCE TARGET

A huge page of a file is mapped only where its place in the file and in memory agree modulo 2 MiB, so what comes from the first page of the code on is
moved back in the file; nothing moves in memory. And the page cache holds huge pages only of what was written in large pieces, so it is written in one.
A file that agrees already, and one that is not made for a fixed place, is copied as it is. Where a file system has no large pages the copy is as good as the original.
"""

import os
import struct
import sys

HUGE_PAGE, PAGE = 2 << 20, 4096
HEADER = struct.Struct("<16sHHIQQQIHHHHHH")  # Elf64_Ehdr
SEGMENT = struct.Struct("<IIQQQQQQ")  # Elf64_Phdr: type, flags, offset, address, …
SECTION = struct.Struct("<IIQQQQIIQQ")  # Elf64_Shdr: name, type, flags, address, offset, …
FIXED, LOADED, EXECUTABLE = 2, 1, 1  # ET_EXEC, PT_LOAD, PF_X


def lay_out(program):
    header = list(HEADER.unpack_from(program))
    kind, segments_at, sections_at, segment_count, section_count = header[1], header[5], header[6], header[10], header[12]
    segments = [list(SEGMENT.unpack_from(program, segments_at + i * SEGMENT.size)) for i in range(segment_count)]
    sections = [list(SECTION.unpack_from(program, sections_at + i * SECTION.size)) for i in range(section_count)]
    code = next(segment for segment in segments if segment[0] == LOADED and segment[1] & EXECUTABLE)
    start, pad = code[2], (code[3] - code[2]) % HUGE_PAGE
    # The headers must stay where they are, in front of it.
    if kind != FIXED or pad == 0 or start < PAGE or segments_at >= start:
        return program
    for segment in segments:
        segment[2] += pad if segment[2] >= start else 0
    for section in sections:
        section[4] += pad if section[4] >= start else 0
    header[6] += pad if sections_at >= start else 0
    # The page where the code begins may end what is before it: it is there twice.
    page = start - start % PAGE
    result = bytearray(program[: page + PAGE].ljust(page + pad, b"\0") + program[page:])
    HEADER.pack_into(result, 0, *header)
    for i, segment in enumerate(segments):
        SEGMENT.pack_into(result, segments_at + i * SEGMENT.size, *segment)
    for i, section in enumerate(sections):
        SECTION.pack_into(result, header[6] + i * SECTION.size, *section)
    return result


def main(source, target):
    with open(source, "rb") as file:
        program = file.read()
    if program[:6] == b"\x7fELF\x02\x01":  # 64 bits, little-endian
        program = lay_out(program)
    descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o755)
    if os.write(descriptor, program) != len(program):
        sys.exit(f"{target} could not be written whole")
    os.close(descriptor)


main(*sys.argv[1:])

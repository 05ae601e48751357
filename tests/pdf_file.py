"""Small PDFs, written by hand, so that tests say what stands where."""

import zlib
from collections.abc import Sequence
from typing import NamedTuple


class At(NamedTuple):
    """A line of text at a place, in points from the lower left."""

    text: str
    x: float = 72
    y: float = 700
    size: float = 10


def column(paragraphs: Sequence[Sequence[str]], top: float = 640, x: float = 72) -> list[At]:
    """Lines 12 points below each other, and 20 between paragraphs."""
    lines = []
    for paragraph in paragraphs:
        for text in paragraph:
            lines.append(At(text, x, top))
            top -= 12
        top -= 8
    return lines


def pdf(*pages: Sequence[At], **labels: str) -> bytes:
    """A PDF of these pages; `labels` are its metadata, such as Title and Author."""
    return from_streams([b"".join(map(_drawn, lines)) for lines in pages], **labels)


# Bytes of windows-1255 drawn with the font F2 are Hebrew.
_HEBREW = b"""/CIDInit /ProcSet findresource begin
begincmap
1 begincodespacerange
<00> <ff>
endcodespacerange
2 beginbfrange
<20> <7e> <0020>
<e0> <fa> <05d0>
endbfrange
endcmap
end"""


def from_streams(streams: Sequence[bytes], **labels: str) -> bytes:
    """A PDF whose pages draw what the streams say."""
    stated = "".join(f"/{key}({value})" for key, value in labels.items())
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"",
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
        f"<<{stated}>>".encode("latin-1"),
        b"<</Type/Font/Subtype/Type1/BaseFont/Hebrew/ToUnicode 6 0 R>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(_HEBREW), _HEBREW),
    ]
    kids = []
    for stream in streams:
        packed = zlib.compress(stream)
        head = f"<</Length {len(packed)}/Filter/FlateDecode>>stream\n".encode()
        objects.append(head + packed + b"\nendstream")
        drawn = f"/Contents {len(objects)} 0 R/Resources<</Font<</F1 3 0 R/F2 5 0 R>>>>"
        objects.append(f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]{drawn}>>".encode())
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<</Type/Pages/Count {len(kids)}/Kids[{' '.join(kids)}]>>".encode()
    return _file(objects)


def _drawn(line: At) -> bytes:
    text = line.text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
    place = f"BT /F1 {line.size} Tf {line.x} {line.y} Td".encode()
    return place + b" (" + text.encode("cp1252") + b") Tj ET\n"


def _file(objects: Sequence[bytes]) -> bytes:
    content, starts = b"%PDF-1.4\n", []
    for number, what in enumerate(objects, start=1):
        starts.append(len(content))
        content += b"%d 0 obj\n%s\nendobj\n" % (number, what)
    table = b"".join(b"%010d 00000 n \n" % start for start in starts)
    end = b"trailer<</Size %d/Root 1 0 R/Info 4 0 R>>\nstartxref\n%d\n%%%%EOF"
    size = len(objects) + 1
    head = b"xref\n0 %d\n0000000000 65535 f \n" % size
    return content + head + table + end % (size, len(content))

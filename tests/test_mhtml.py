"""MHTML files that no browser, or a hasty one, has written."""

from email.message import EmailMessage

import pytest

from tests.test_sources import PAGE, one


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"Content-Type: multipart/related; boundary*=x; boundary*0=x\n\n--x--", "can be read"),
        (b"Content-Type: text/html; charset*=x; charset*0=y\n\n<p>", "can be read"),
        (b"Content-Type: multipart/related; boundary=x" + b";" * 9_000 + b"\n\n", "would write"),
    ],
)
def test_headers_that_the_library_cannot_read_are_a_reason(tmp_path, content, reason):
    assert reason in one(tmp_path / "a.mht", content).reason


def test_a_picture_that_its_server_called_a_page_is_not_the_page(tmp_path):
    message = EmailMessage()
    message.add_related(PAGE.encode(), "text", "html", cid="<frame-1@mhtml.blink>")
    message.add_related(b"GIF89a\x01\x00\x01\x00", "text", "html")
    assert one(tmp_path / "a.mhtml", message.as_bytes()).content.decode() == PAGE

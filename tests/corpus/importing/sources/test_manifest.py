"""What reading a manifest promises: its facts, or an error with the file, the entry and the key."""

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.blocks import Metadata
from corpus.importing.sources.manifest import Listed, ListedCollection, Manifest, ManifestError, find, read_manifest

DIGEST = "0123456789abcdef" * 4


@pytest.fixture
def manifest(tmp_path):
    """Read a manifest of these words."""

    def read(text):
        path = tmp_path / "manifest.toml"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return read_manifest(path)

    return read


def test_everything_a_manifest_can_say_is_read(manifest, tmp_path):
    read = manifest(f"""
        [[collection]]
        slug = "speeches"
        title = "Speeches"
        description = "What was said"
        access = "members"
        review = false

        [[document]]
        file = "2025/speech.txt"
        slug = "speech"
        collection = "speeches"
        title = "A speech"
        subtitle = "And more"
        author = "Ann Bee"
        publisher = "The Press"
        published_on = 2025-11-05
        language = "zh-Hans"
        source_url = "https://press.example/speech"
        rights = "All"
        sha256 = "{DIGEST.upper()}"
    """)
    assert read == Manifest(
        path=tmp_path / "manifest.toml",
        collections=(ListedCollection("speeches", "Speeches", "What was said", "members", review=False),),
        documents=(
            Listed(
                file="2025/speech.txt",
                slug="speech",
                collection="speeches",
                sha256=DIGEST,
                metadata=Metadata(
                    title="A speech",
                    subtitle="And more",
                    author="Ann Bee",
                    publisher="The Press",
                    published_on=date(2025, 11, 5),
                    language="zh-Hans",
                    source_url="https://press.example/speech",
                    rights="All",
                ),
            ),
        ),
    )


def test_a_file_is_all_a_document_needs(manifest):
    assert manifest('[[document]]\nfile = "a.txt"').documents == (Listed("a.txt"),)
    assert manifest("").documents == ()


def test_dates_may_be_written_as_text_and_line_ends_be_those_of_windows(manifest):
    read = manifest(b'\xef\xbb\xbf[[document]]\r\nfile = "a.txt"\r\npublished_on = "2022-11-11"\r\n')
    assert read.documents[0].metadata.published_on == date(2022, 11, 11)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('[[document]]\nfile = "a"\ncolour = "red"', r"document 1 \(“a”\), key “colour”: not a key"),
        ('[[collection]]\nslug = "a"\nfile = "b"', "collection 1 .*, key “file”: not a key"),
        ('[[documents]]\nfile = "a"', "unknown key “documents”"),
        ('[document]\nfile = "a"', r"must be written \[\[document\]\]"),
        ('document = "a"', r"must be written \[\[document\]\]"),
        ('[[document]]\nfile = "x"\n[[document]]\ntitle = "a"', "document 2, key “file”: missing"),
        ("[[document]]\nfile = 7", "key “file”: must be a text"),
        ('[[document]]\nfile = "a"\npublished_on = "5 Nov"', "key “published_on”: “5 Nov” is not a date"),
        ('[[document]]\nfile = "a"\npublished_on = 2025', "key “published_on”"),
        ('[[document]]\nfile = "a"\npublished_on = 2025-11-05T10:00:00', "key “published_on”"),
        ('[[document]]\nfile = "a"\npublished_on = 2025-13-05', "not TOML.*line 3"),
        ('[[document]]\nfile = "a"\nsha256 = "abc"', "key “sha256”: must be the 64"),
        ('[[document]]\nfile = "a"\nsource_url = "javascript:alert(1)"', "key “source_url”"),
        ('[[document]]\nfile = "a"\nsource_url = "http://[x"', "key “source_url”"),
        ('[[document]]\nfile = "a"\nlanguage = "English, mostly"', "key “language”: .* language tag"),
        ('[[document]]\nfile = "a"\nslug = "a b"', "key “slug”: “a b” is not a slug"),
        ('[[document]]\nfile = "a"\ncollection = "ä"', "key “collection”"),
        ('[[document]]\nfile = "a"\n[[document]]\nfile = "./a"', "“a” stands there twice"),
        ('[[document]]\nfile = "a"\nslug = "s"\n[[document]]\nfile = "b"\nslug = "s"', "“s” stands there twice"),
        ('[[collection]]\nslug = "s"\n[[collection]]\nslug = "s"', "collection, key “slug”: “s” stands there twice"),
        ('[[collection]]\ntitle = "s"', "key “slug”: missing"),
        ('[[collection]]\nslug = "s"\ntitle = "a\\u0000"', "key “title”: has a NUL character"),
        (f'[[collection]]\nslug = "s"\ntitle = "{"a" * 301}"', "key “title”: is longer than 300"),
        ('[[collection]]\nslug = "s"\naccess = "all"', "“all” is not one of public, members, groups"),
        ('[[collection]]\nslug = "s"\nreview = "no"', "key “review”: must be true or false"),
        ('[[document]]\nfile = "a\\u0000"', "key “file”: has a NUL character"),
        ('[[document]]\nfile = "a"\nencoding = "win"', "key “encoding”: “win” is no encoding"),
        ('[[document]\nfile = "a"', "not TOML.*line 1"),
        ("[[document]]\nfile = 'é'".encode("latin-1"), "not in UTF-8"),
        ("a = " + "[" * 100_000, "not TOML"),
    ],
)
def test_a_slip_is_reported_with_its_place(manifest, tmp_path, text, words):
    with pytest.raises(ManifestError, match=words) as caught:
        manifest(text)
    assert str(caught.value).startswith(str(tmp_path / "manifest.toml"))


@pytest.mark.parametrize("name", ["../a", "a/../../b", "/etc/hostname", "C:/a", "C:\\a", "..\\a", "\\\\host\\a"])
def test_a_file_outside_the_folder_is_refused(manifest, name):
    escaped = name.replace("\\", "\\\\")
    with pytest.raises(ManifestError, match=r"key “file”: .* leads out"):
        manifest(f'[[document]]\nfile = "{escaped}"')


def test_a_missing_manifest_is_reported(tmp_path):
    with pytest.raises(ManifestError, match="cannot be read"):
        read_manifest(tmp_path / "manifest.toml")


def test_a_file_is_found_in_its_folder_first_then_where_one_may_look(tmp_path):
    folder, first, second = (tmp_path / name for name in ("folder", "first", "second"))
    listed = Listed("deep/a.txt")
    assert find(listed, folder, [first, second]) is None
    for path in (second / "deep/a.txt", first / "a.txt", folder / "deep/a.txt"):
        path.parent.mkdir(parents=True)
        path.write_text("words")
        assert find(listed, folder, [first, second]) == path
    assert find(listed, folder) == folder / "deep/a.txt"


def test_a_folder_of_the_name_is_not_the_file(tmp_path):
    (tmp_path / "a.txt").mkdir()
    assert find(Listed("a.txt"), tmp_path) is None


@given(st.binary(max_size=60) | st.text(max_size=60).map(str.encode))
def test_no_bytes_break_the_reader(tmp_path_factory, data):
    path = tmp_path_factory.getbasetemp() / "any.toml"
    path.write_bytes(data)
    with suppress(ManifestError):
        assert read_manifest(path).path == path

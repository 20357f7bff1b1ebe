"""Subtitles as the conversations they write down: WebVTT and SubRip."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.blocks import UnreadableFileError
from corpus.importing import readers

VTT = """WEBVTT - A talk
Kind: captions

NOTE made by hand

STYLE
::cue { color: white }

intro
00:00:01.000 --> 00:00:04.000 align:start
<v Interviewer>When did you come
to the <i>harbour</i>?

2
00:04.500 --> 00:08.000
<v.loud Anna Berg>In the spring of &amp; that year,

3
00:08.000 --> 00:11.000
<v Anna Berg>when the <00:09.000><c>ice</c> had gone.</v>

00:11.500 --> 00:13.000
<v Interviewer>And who was there? <v Anna Berg>Nobody.
"""
SRT = """1
00:00:01,000 --> 00:00:04,000
INTERVIEWER: When did you come
to the harbour?

2
00:00:04,500 --> 00:00:08,000 X1:10 Y1:20
{\\an8}ANNA: In the spring of & that year,

3
00:00:08,000 --> 00:00:11,000
when the <b>ice</b> had gone.

4
00:00:11,500 --> 00:00:13,000
&gt;&gt; INTERVIEWER: And who was there?
ANNA: Nobody.
"""
TALK = ["When did you come to the harbour?", "In the spring of & that year, when the ice had gone."]
TALK += ["And who was there?", "Nobody."]


def told(source, name="talk.vtt"):
    return [(block.number, block.text) for block in readers.read(name, source.encode()).blocks]


def test_what_a_speaker_says_over_several_cues_is_one_turn():
    assert told(VTT) == [*zip(["Interviewer:", "Anna Berg:"] * 2, TALK, strict=True)]
    assert told(SRT, "talk.srt") == [*zip(["INTERVIEWER:", "ANNA:"] * 2, TALK, strict=True)]


@pytest.mark.parametrize("source", [VTT, SRT, VTT.replace("\n", "\r\n"), "\ufeff" + SRT])
def test_subtitles_are_known_by_their_content_and_their_times_are_reported(source):
    reading = readers.read("talk.txt", source.encode())
    assert len(reading.blocks) == 4
    assert [notice.code for notice in reading.notices] == ["other_kind", "cues"]
    assert reading.notices[0].params == {"kind": ".vtt" if "WEBVTT" in source else ".srt"}
    assert reading.notices[1].params == {"count": 4}
    assert "".join(block.source for block in reading.blocks).encode(reading.encoding) == source.encode()


def test_without_names_a_paragraph_ends_with_a_sentence_before_a_pause_or_with_a_dash():
    cues = ["It was cold that day and we", "did not stay for long.", "No.", "- Why?", "- I was tired."]
    times = ["00:01.000 --> 00:02.000", "00:02.000 --> 00:03.000", "00:08.000 --> 00:09.000"]
    times += ["00:10.000 --> 00:11.000"] * 2
    source = "WEBVTT\n\n" + "\n\n".join(f"{time}\n{cue}" for time, cue in zip(times, cues, strict=True))
    assert told(source) == [("", text) for text in ("It was cold that day and we did not stay for long.", *cues[2:])]


def test_captions_that_roll_up_say_each_line_once():
    cues = ["the sea is", "the sea is\nwide and deep", "wide and deep\nand dark."]
    source = "\n\n".join(f"{n}\n00:00:0{n},000 --> 00:00:0{n + 1},000\n{cue}" for n, cue in enumerate(cues, 1))
    assert told(source, "a.srt") == [("", "the sea is wide and deep and dark.")]


def test_who_is_named_again_has_the_mark_again():
    lines = ["ANN: I came.", "BEN: So?", "BEN: And then?", "ANN: I went."]
    source = "\n\n".join(f"{n}\n00:00:0{n},000 --> 00:00:0{n + 1},000\n{cue}" for n, cue in enumerate(lines, 1))
    assert told(source, "a.srt") == [tuple(line.split(" ", 1)) for line in lines]


def test_a_blank_line_in_a_cue_loses_nothing_and_comments_are_none_of_the_text():
    source = SRT.replace("to the harbour?", "to\n\nthe harbour?")
    assert [text for _, text in told(source, "talk.srt")] == TALK
    source = VTT.replace("2\n00:04", "NOTE\nof mine\n\nSTYLE\n::cue { }\n\n2\n00:04")
    assert [text for _, text in told(source)] == TALK


def test_a_long_pause_ends_a_paragraph_whatever_was_said():
    source = "WEBVTT\n\n00:01.000 --> 00:02.000\n[music]\n\n00:09.000 --> 00:10.000\nThe sea is wide.\n"
    assert told(source) == [("", "[music]"), ("", "The sea is wide.")]


def test_a_file_without_cues_is_refused_with_what_to_do():
    with pytest.raises(UnreadableFileError, match="Load a file with cues"):
        readers.read("a.vtt", b"WEBVTT\n\nNOTE nothing here\n")


LINES = st.sampled_from(
    ["WEBVTT", "", "1", "00:01.000 --> 00:02.000", "Ann: yes", "<v Ben>no.", "- so", "&lt;", "\x0c", "words"]
)


@given(st.lists(LINES, max_size=15))
def test_the_sources_joined_are_the_file(lines):
    source = "\n".join(["WEBVTT", "", "00:00.500 --> 00:01.000", "Words.", *lines])
    reading = readers.read("a.vtt", source.encode())
    assert "".join(block.source for block in reading.blocks) == source
    assert all(block.text == block.text.strip() != "" for block in reading.blocks)


@pytest.mark.parametrize("ending", ["vtt", "srt"])
@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("We pay if x < 6 and y > 3, he said.", "We pay if x < 6 and y > 3, he said."),
        ("I <3 it -> so <- he >_< said 1 <> 2", "I <3 it -> so <- he >_< said 1 <> 2"),
        ("A <i>b</i> <font color='#fff'>c</font> <c.loud>d</c> <00:01.500>e</>", "A b c d e"),
        ("&lt;i&gt; <b>so</b>", "<i> so"),
    ],
)
def test_signs_are_no_tags(ending, line, words):
    head = "WEBVTT\n\n" if ending == "vtt" else "1\n"
    source = f"{head}00:00:01.000 --> 00:00:02.000\n{line}\n"
    assert [block.text for block in readers.read(f"a.{ending}", source.encode()).blocks] == [words]


@pytest.mark.parametrize(
    ("line", "in_subrip", "in_webvtt"),
    [
        ("If n<k then stop, and m>l.", "If n<k then stop, and m>l.", "If nl."),
        ("<LAUGHING> He said <x>yes</x>.", "<LAUGHING> He said yes.", "He said yes."),
    ],
)
def test_in_subrip_what_stands_in_angle_brackets_is_words_unless_it_is_a_tag(line, in_subrip, in_webvtt):
    cue = f"00:00:01.000 --> 00:00:02.000\n{line}\n"
    assert told(f"1\n{cue}", "a.srt") == [("", in_subrip)]
    assert told(f"WEBVTT\n\n{cue}") == [("", in_webvtt)]

"""A spaCy language whose tokens are those the records are made of, so that no span is cut or widened."""

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from spacy.lang.vi import VietnameseDefaults
from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import DummyTokenizer, load_config_from_str, registry
from spacy.vocab import Vocab

from dnextract.spacy.attributes import set_attributes
from dnextract.text import TextView, split_sentences, tokenize

__all__ = ["Tokenizer", "VietnameseFigures", "make_tokenizer"]


class _Piece(NamedTuple):
    """A piece of a text for one token: syllable, numeral, mark, or what stands between them."""

    start: int
    end: int
    opens_sentence: bool = False


class Tokenizer(DummyTokenizer):
    """Cuts any text into syllables, numerals and marks, and tells where sentences begin.

    `doc.text` is the text itself. Blanks beyond a single space, and characters that are not shown, are
    tokens of their own.
    """

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab

    def __call__(self, text: str) -> Doc:
        """Make a document of a text; lone surrogates, which spaCy cannot hold, are a `UnicodeEncodeError`."""
        words: list[str] = []
        spaces: list[bool] = []
        starts: list[bool | int | None] = []
        for start, end, opens_sentence in _pieces(text):
            if words and text[start] == " ":  # spaCy keeps a single space with the token before it
                spaces[-1] = True
                start += 1
            if start < end:
                words.append(text[start:end])
                spaces.append(False)
                starts.append(opens_sentence)
        return Doc(self.vocab, words=words, spaces=spaces, sent_starts=starts)


def _pieces(text: str) -> Iterator[_Piece]:
    """Cut a text into tokens and what stands between them; nothing is left out."""
    view = TextView.of(text)
    at = 0
    for sentence in split_sentences(view.text):
        opens = at > 0
        for token in tokenize(view.text, sentence.start, sentence.end):
            start, end = view.to_source(token.start, token.end)
            start = max(start, at)
            if start == end:  # the second of two tokens that one character of the source decomposes to
                continue
            if at < start:
                yield _Piece(at, start)
            yield _Piece(start, end, opens)
            at, opens = end, False
    if at < len(text):
        yield _Piece(at, len(text))


@registry.tokenizers("dnextract.Tokenizer.v1")  # type: ignore[untyped-decorator]
def make_tokenizer() -> Callable[[Language], Tokenizer]:
    """Give what makes the tokenizer of a pipeline."""
    return lambda nlp: Tokenizer(nlp.vocab)


class VietnameseFigures(Language):  # type: ignore[no-untyped-call]
    """Vietnamese with the tokenizer of dnextract: `spacy.blank("vi_dnextract")`."""

    lang = "vi_dnextract"

    class Defaults(VietnameseDefaults):
        """spaCy's own stop words and lexical attributes for Vietnamese."""

        config = load_config_from_str('[nlp]\n[nlp.tokenizer]\n@tokenizers = "dnextract.Tokenizer.v1"')

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        set_attributes()  # also of documents that were stored, and are read without the component
        super().__init__(*args, **kwargs)

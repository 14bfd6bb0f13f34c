"""Which articles of a chunk are new, changed or known, and what the store must change for them."""

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from dnextract.batch.work import Outcome
from dnextract.identity import article_digest, article_key, content_hash, hashed
from dnextract.inputs import Failure, Found, location
from dnextract.store import Changes, Counts, Identity, Store, StoredDocument

__all__ = ["Candidate", "Decision", "candidate"]


class Candidate(NamedTuple):
    """An article that may have to be stored, and its identity."""

    found: Found
    identity: Identity


def candidate(found: Found) -> Candidate:
    """Work out the identity of an article."""
    article = found.article
    place = location(found.source)
    identity = Identity(
        key=article_key(article, found.origin, place),
        place=hashed(place.encode()),
        document_id=content_hash(article.text),
        digest=article_digest(article),
    )
    return Candidate(found, identity)


class Decision:
    """What a store holds of some articles, and what becomes of that as they are added one after the other."""

    def __init__(self, store: Store, candidates: Iterable[Candidate]) -> None:
        identities = [article.identity for article in candidates]
        stored = store.identities(identity.key for identity in identities) if identities else []
        self._versions: dict[str, dict[str, Identity]] = {identity.key: {} for identity in identities}
        for identity in stored:
            self._versions[identity.key][identity.place] = identity
        texts = {identity.document_id for identity in (*identities, *stored)}
        self._holders = store.holders(texts) if texts else {}
        self._changed: set[str] = set()
        self._removed: set[str] = set()
        self._added: dict[str, tuple[StoredDocument, Sequence[str]]] = {}

    def _current(self, key: str) -> Identity | None:
        return next((version for version in self._versions[key].values() if version.current), None)

    def _is_known(self, identity: Identity) -> bool:
        """Tell whether this version of an article was read here before, or stands now.

        A version that was read here before and superseded since is no news when its table is read again.
        """
        here = self._versions[identity.key].get(identity.place)
        current = self._current(identity.key)
        return any(version and version.digest == identity.digest for version in (here, current))

    def needs_records(self, identity: Identity) -> bool:
        """Tell whether an article must be extracted: its text is new, or what is known of it has changed."""
        if self._is_known(identity):
            return False
        current = self._current(identity.key)
        again = current is not None and current.document_id == identity.document_id
        return again or not self._holders.get(identity.document_id)

    def add(self, article: Candidate, extract: Callable[[], Outcome]) -> Counts | Failure:
        """Add an article; `extract` is asked for its records where they are needed."""
        identity = article.identity
        versions = self._versions[identity.key]
        if self._is_known(identity):
            here = versions.get(identity.place)
            if here is None or here.digest != identity.digest:
                versions[identity.place] = identity._replace(current=False)
                self._changed.add(identity.key)
            return Counts(known=1)
        before = self._current(identity.key)
        stored = Counts(changed=1) if before else Counts(known=1)
        if self.needs_records(identity):
            outcome = extract()
            if outcome.problem:
                return Failure(article.found.source, outcome.problem, article.found.line)
            if before and before.document_id == identity.document_id:
                self._remove(identity.document_id)
            self._added[identity.document_id] = (_document(article, outcome), outcome.records)
            stored = Counts(new=not before, changed=bool(before), records=len(outcome.records))
        self._supersede(before, identity)
        return stored

    def _supersede(self, before: Identity | None, identity: Identity) -> None:
        """Let a version of an article stand; a text that no article has any more is removed."""
        self._holders[identity.document_id] = self._holders.get(identity.document_id, 0) + 1
        versions = self._versions[identity.key]
        if before:
            versions[before.place] = before._replace(current=False)
            self._holders[before.document_id] -= 1
            if not self._holders[before.document_id]:
                self._remove(before.document_id)
        versions[identity.place] = identity
        self._changed.add(identity.key)

    def _remove(self, document_id: str) -> None:
        self._removed.add(document_id)
        self._added.pop(document_id, None)

    def write_to(self, changes: Changes) -> None:
        """Put what has become of the articles into the changes of a transaction."""
        changes.removed |= self._removed
        for document, records in self._added.values():
            changes.documents.append(document)
            changes.records[document.id] = records
        changes.identities |= {key: list(self._versions[key].values()) for key in sorted(self._changed)}


def _document(article: Candidate, outcome: Outcome) -> StoredDocument:
    found = article.found
    return StoredDocument(
        id=article.identity.document_id,
        name=found.article.id,
        path=location(found.source),
        line=found.line,
        source=found.article.source,
        title=found.article.title,
        url=found.article.url,
        published=outcome.published,
        place=found.article.place,
    )

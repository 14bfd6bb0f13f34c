"""The layout of a store; `docs/store.md` describes it."""

import json
from datetime import date
from decimal import Decimal

from dnextract.columns import PRECISION, SCALE, column_types

__all__ = ["MIGRATION", "SCHEMA_VERSION", "insert_records", "schema"]

SCHEMA_VERSION = 2
MIGRATION = "make a new store from the articles (dnextract batch INPUT… --db NEW) and drop this one"

_SQL_TYPES = {
    str: "VARCHAR",
    int: "BIGINT",
    float: "DOUBLE",
    date: "DATE",
    Decimal: f"DECIMAL({PRECISION}, {SCALE})",
    tuple[str, ...]: "VARCHAR[]",
}


def schema() -> str:
    """Give the statements that make an empty store, in one transaction.

    No table has an index: they would have to fit into memory, and one process alone writes, in
    transactions that keep the ids unique.
    """
    columns = ",\n".join(
        f'  "{name}" {_SQL_TYPES[kind]}{"" if nullable else " NOT NULL"}'
        for name, (kind, nullable) in column_types().items()
    )
    return f"""
BEGIN;
CREATE TABLE schema_version (version INTEGER NOT NULL);
INSERT INTO schema_version VALUES ({SCHEMA_VERSION});
CREATE TABLE documents (
  id VARCHAR NOT NULL, name VARCHAR NOT NULL, path VARCHAR NOT NULL, line BIGINT, source VARCHAR,
  title VARCHAR, url VARCHAR, published DATE, place VARCHAR, run INTEGER NOT NULL);
CREATE TABLE records (
  document_id VARCHAR NOT NULL,
{columns});
CREATE TABLE failures (
  source VARCHAR NOT NULL, line BIGINT, reason VARCHAR NOT NULL, "at" TIMESTAMP NOT NULL,
  run INTEGER NOT NULL);
CREATE TABLE runs (
  id INTEGER NOT NULL, version VARCHAR NOT NULL, started TIMESTAMP NOT NULL, ended TIMESTAMP,
  new BIGINT NOT NULL, changed BIGINT NOT NULL, known BIGINT NOT NULL, failed BIGINT NOT NULL,
  records BIGINT NOT NULL);
CREATE TABLE identities (
  key UUID NOT NULL, place UUID NOT NULL, document_id UUID NOT NULL, digest UUID NOT NULL,
  current BOOLEAN NOT NULL);
CREATE TABLE files (
  id UUID NOT NULL, path VARCHAR NOT NULL, size BIGINT NOT NULL, modified BIGINT, content UUID,
  reading UUID NOT NULL, articles BIGINT NOT NULL);
CREATE VIEW observations AS
  SELECT r.indicator, r.metric, r.scope, r.place, r.entity,
    r.period_norm AS period, r.period_start, r.period_end,
    r.lo, r.hi, r.qual, r.unit, r.per, r.item, r.kind, r.aspect, r.dir, r."of", r.status,
    r.baseline_norm AS baseline, r.text, r.sentence, r.confidence,
    d.source, d.title, d.url, d.published, d.id AS document_id, r.id AS record_id
  FROM records r JOIN documents d ON d.id = r.document_id;
COMMIT;
"""


def insert_records() -> str:
    """Give the statement that adds records; it takes for each the id of its document and its `stored_row`."""
    types = {name: _SQL_TYPES[kind] for name, (kind, _) in column_types().items()}
    return f"""
INSERT INTO records
SELECT document_id, record.* FROM (
  SELECT document_id, from_json(stored, '{json.dumps(types)}') AS record
  FROM (SELECT unnest($1) AS document_id, unnest($2) AS stored))
"""

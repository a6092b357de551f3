-- The search index of a version. Nothing is changed once it is written; readers open it as immutable.
PRAGMA page_size = 4096;
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;

-- what can be found, in the order of the plans and their documents
CREATE TABLE record (
  id INTEGER PRIMARY KEY, iri TEXT NOT NULL, kind INTEGER NOT NULL, text TEXT NOT NULL, also TEXT NOT NULL,
  place TEXT NOT NULL, plan INTEGER, council INTEGER, line INTEGER
);
CREATE INDEX record_of_iri ON record (iri);

-- by which words it is found: stems of English words, without accents
CREATE VIRTUAL TABLE words USING fts5(
  text, also, place, content = 'record', content_rowid = 'id', tokenize = 'porter unicode61 remove_diacritics 2'
);

-- the words as they are written, to find the nearest one by
CREATE VIRTUAL TABLE written USING fts5(
  text, also, content = '', detail = 'none', columnsize = 0, tokenize = 'unicode61 remove_diacritics 2'
);
CREATE VIRTUAL TABLE vocabulary USING fts5vocab('written', 'row');

-- kinds, plans, councils and values: what they are called, and by which code they are asked for
CREATE TABLE name (id INTEGER PRIMARY KEY, iri TEXT NOT NULL, label TEXT NOT NULL, code TEXT NOT NULL);

-- by what hits can be chosen
CREATE TABLE facet (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, iri TEXT NOT NULL, label TEXT NOT NULL);

-- the values of a facet in the order of their labels, how many records have each, and which: a bit for each record there
-- is, or where that is shorter their numbers, four bytes each, the low byte first
CREATE TABLE choice (
  facet INTEGER NOT NULL, place INTEGER NOT NULL, code TEXT NOT NULL, label TEXT NOT NULL, iri TEXT NOT NULL,
  count INTEGER NOT NULL, records BLOB NOT NULL, PRIMARY KEY (facet, place)
) WITHOUT ROWID;
CREATE UNIQUE INDEX choice_of_code ON choice (facet, code);

-- one row: of each record in order the length of its words, two bytes each
CREATE TABLE size (lengths BLOB NOT NULL);

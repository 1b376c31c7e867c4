-- Words by which cases are found: for each word and stretch of time the ids of the cases that hold it, sixteen bytes each,
-- in order. A row for every word of every case would be the largest table of all. Goes with the text.
CREATE TABLE case_word (
  county  TEXT NOT NULL,
  term    BIGINT NOT NULL,             -- the word, hashed
  page    BIGINT NOT NULL,             -- of the moment in the ids: milliseconds by 2^27, 37 hours
  ids     BLOB NOT NULL,
  PRIMARY KEY (county, term, page)
); -- by key
-- The reader begins anew.
DELETE FROM reader_cursor WHERE reader = 'cases.words';
DROP TABLE case_term;

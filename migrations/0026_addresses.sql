-- Standard addresses stand in the registers; every node keeps those of a county in memory. This says when to read them again.
CREATE TABLE address_edition (
  county TEXT PRIMARY KEY,
  edition BIGINT NOT NULL
); -- by key

CREATE TABLE parts(
 part_no TEXT PRIMARY KEY,
 description TEXT CHECK(description <> 'not allowed here'),
 unit TEXT,
 kind TEXT,
 active TEXT NOT NULL,
 keeper TEXT DEFAULT 'nobody'
);
CREATE TABLE structure(
 parent TEXT NOT NULL REFERENCES parts,
 revision TEXT NOT NULL,
 plant TEXT NOT NULL,
 usage TEXT NOT NULL,
 alternative TEXT NOT NULL,
 position TEXT NOT NULL,
 component TEXT NOT NULL REFERENCES parts DEFERRABLE INITIALLY DEFERRED,
 line_id TEXT NOT NULL,
 quantity TEXT,
 designators TEXT,
 PRIMARY KEY(parent, revision, plant, usage, alternative, position, component,
  line_id)
);

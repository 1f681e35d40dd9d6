CREATE TABLE parts(
 item TEXT PRIMARY KEY,
 name TEXT CHECK(name <> 'not allowed here'),
 active TEXT NOT NULL
);
CREATE TABLE boms(
 parent TEXT NOT NULL REFERENCES parts,
 revision TEXT NOT NULL,
 plant TEXT NOT NULL,
 usage TEXT NOT NULL,
 alternative TEXT NOT NULL,
 base TEXT,
 lines TEXT NOT NULL CHECK(lines NOT LIKE '%P-95%'),
 substitutes TEXT NOT NULL,
 PRIMARY KEY(parent, revision, plant, usage, alternative)
);
-- A BOM whose parts have no BOM yet, though they shall have one, is refused.
CREATE TABLE levels(parent TEXT PRIMARY KEY, below TEXT NOT NULL);
INSERT INTO levels VALUES('A-1', 'B-1'), ('B-1', 'C-1');
CREATE TRIGGER from_below BEFORE INSERT ON boms
WHEN EXISTS (SELECT 1 FROM levels WHERE parent = NEW.parent AND
 below NOT IN (SELECT parent FROM boms)) BEGIN
 SELECT raise(ABORT, 'a component has no BOM yet'); END;

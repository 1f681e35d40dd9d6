CREATE TABLE items(item TEXT PRIMARY KEY, name TEXT UNIQUE, mass NUMERIC,
 phantom INTEGER);
CREATE TRIGGER no_b BEFORE INSERT ON items WHEN NEW.item = 'B-1' BEGIN
 SELECT raise(ROLLBACK, 'no part may be called B-1'); END;
CREATE TABLE bom_lines(parent, parent_revision, plant, usage, alternative,
 find_number, component, occurrence, quantity, refdes);
CREATE UNIQUE INDEX bom_line ON bom_lines(parent, parent_revision, plant,
 usage, alternative, find_number, component, occurrence);
CREATE TRIGGER keep_c BEFORE DELETE ON bom_lines WHEN OLD.component = 'C-3'
 BEGIN SELECT raise(ABORT, 'C-3 is on an order'); END;

CREATE TABLE parts(
 part_no text PRIMARY KEY,
 description varchar(40) CHECK(description <> 'not allowed here'),
 unit text,
 kind text,
 active boolean NOT NULL,
 keeper text DEFAULT 'nobody'
);
CREATE TABLE structure(
 parent text NOT NULL,
 revision text NOT NULL,
 plant text NOT NULL,
 usage text NOT NULL,
 alternative text NOT NULL,
 position text NOT NULL,
 component text NOT NULL,
 line_id text NOT NULL,
 quantity numeric(20, 6),
 designators text,
 PRIMARY KEY(parent, revision, plant, usage, alternative, position, component,
  line_id)
);

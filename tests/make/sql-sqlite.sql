CREATE TABLE people (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT, born TEXT, height REAL, [a b] NUMERIC, "any");
INSERT INTO people (name, born, height, [a b], "any") VALUES
 ('O''Neil', '1970-01-02', 1.5, 10, 'text'),
 ('line' || char(10) || 'end' || char(13, 10) || 'and \n', NULL, -0.25, 'n/a', 7),
 ('Zoë ☃ 😀; -- no comment /* nor this */', '2000-02-29', 1e-10, 1e300, NULL),
 (NULL, NULL, NULL, NULL, NULL),
 ('),(9,''x'');', '', 0.0, 9223372036854775807, '007');
CREATE TABLE notes (text, id);
INSERT INTO notes VALUES ('a', 1), ('b', 2), ('007', 3);
CREATE TABLE empty (a, b);
CREATE TRIGGER tr AFTER INSERT ON notes BEGIN INSERT INTO notes VALUES ('no', 99); UPDATE notes SET id = CASE WHEN id > 1 THEN 2 END; END;
CREATE VIEW grown AS SELECT * FROM people;
CREATE INDEX i ON people (name);

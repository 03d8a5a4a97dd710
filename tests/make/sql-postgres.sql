CREATE SCHEMA other;
CREATE TYPE mood AS ENUM ('sad', 'it''s fine');
CREATE TABLE people (
  id serial PRIMARY KEY, name varchar(60) DEFAULT 'a, b'::varchar, born date,
  at timestamptz, amount numeric(12,2), weight double precision, ok boolean,
  tags text[], doc jsonb, raw bytea, mood mood, code char(5), u uuid,
  twice integer GENERATED ALWAYS AS (id * 2) STORED
);
INSERT INTO people (name,born,at,amount,weight,ok,tags,doc,raw,mood,code,u) VALUES
 ('O''Neil','1970-01-02','2020-03-04 05:06:07+00',1.80,70.5,true,'{a,"b,c"}','{"a": [1, "x"]}','\x00ff27410a','sad','007','a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'),
 (E'back\\slash \\'' "quote"',NULL,NULL,NULL,NULL,false,'{}','null','\x','it''s fine','010',NULL),
 (E'line\nend\r\nand\ttab \\. \\N','1999-12-31','1999-12-31 23:59:59.25+00',-0.25,1e-10,NULL,NULL,NULL,NULL,NULL,'',NULL),
 ('Zoë ☃ 😀; -- no comment /* nor this */','2000-02-29',NULL,0.00,-1.5e300,true,NULL,'"it''s"','\x5c27','sad','1e5',NULL),
 (NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL),
 ('),(9,''x'');','2001-01-01','2001-01-01 00:00:00+00',999999.99,0,false,'{1}','{}','\x61','sad','NULL',NULL),
 ('\.','2001-01-01',NULL,5,0.1,false,NULL,NULL,NULL,NULL,'\N',NULL);
CREATE TABLE other.people (name text, id integer);
INSERT INTO other.people VALUES ('other', 1), ('\N', NULL), ('', 3);
CREATE TABLE lists ("A b" integer, "select" text, "ünï" bigint);
INSERT INTO lists SELECT i, 'row ' || i, i * 10000000000 FROM generate_series(1, 8) i;
CREATE TABLE nothing (a int, b text);
CREATE VIEW grown AS SELECT id, name FROM people WHERE born < '2000-01-01';
CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $_$
BEGIN
  INSERT INTO other.people VALUES ('it''s; no row', 99);
  RETURN NEW;
END;
$_$;
CREATE FUNCTION g(a int) RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT CASE a WHEN 1 THEN 2 ELSE 3 END; SELECT a + 1; END;
CREATE TRIGGER tr BEFORE INSERT ON lists FOR EACH ROW EXECUTE FUNCTION f();

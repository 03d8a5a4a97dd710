CREATE TABLE people (
  id int NOT NULL AUTO_INCREMENT PRIMARY KEY,
  name varchar(60) DEFAULT NULL COMMENT 'it''s; a (name), with `all`',
  born date, at datetime, height decimal(5,2), weight double,
  admin tinyint(1) DEFAULT 0, flags bit(4) DEFAULT b'0',
  photo blob, kind enum('a','b;','c''d'), code char(5),
  twice int GENERATED ALWAYS AS (height * 2) STORED,
  KEY born (born), KEY both_of (name, code)
);
INSERT INTO people (name,born,at,height,weight,admin,flags,photo,kind,code) VALUES
 ('O''Neil','1970-01-02','2020-03-04 05:06:07',1.80,70.5,1,b'101',x'00ff27410a','a','007'),
 ('back\\slash \\'' "quote"',NULL,NULL,NULL,NULL,0,b'0',x'','b;','010'),
 ('line\nend\r\nand\ttab',  '1999-12-31','1999-12-31 23:59:59',-0.25,1e-10,NULL,NULL,NULL,NULL,''),
 ('Zoë ☃ 😀; -- no comment /* nor this */ # nor','2000-02-29',NULL,0.00,-1.5e300,1,b'1111','plain','c''d','1e5'),
 (NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL),
 ('),(9,''x'');','2001-01-01','2001-01-01 00:00:00',999.99,0,0,b'10',x'5c27','a','NULL');
CREATE TABLE things (`key` varchar(10), `a b` int, `select` text, `ünï` bigint unsigned);
INSERT INTO things VALUES ('k1',1,'',18446744073709551615),('k2',-5,'NULL',0),('k3',NULL,NULL,NULL);
CREATE TABLE notes (id int, text longtext);
INSERT INTO notes SELECT seq, CONCAT('note ', seq, ' says ''', REPEAT('x', seq), '''') FROM seq_1_to_12;
CREATE TABLE nothing (a int, b text);
CREATE VIEW grown AS SELECT id, name FROM people WHERE born < '2000-01-01';
DELIMITER ;;
CREATE TRIGGER tr BEFORE INSERT ON notes FOR EACH ROW BEGIN IF NEW.id > 5 THEN SET NEW.text = 'INSERT INTO notes VALUES (0,''no'');'; END IF; END ;;
CREATE PROCEDURE p() BEGIN DECLARE i INT; CASE i WHEN 1 THEN INSERT INTO notes VALUES (99, 'no'); ELSE SELECT 1; END CASE; END ;;
DELIMITER ;

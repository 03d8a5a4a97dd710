/*M!999999\- enable the sandbox mode */ 
-- MariaDB dump 10.19  Distrib 10.11.19-MariaDB, for debian-linux-gnu (x86_64)
--
-- Host: localhost    Database: shop
-- ------------------------------------------------------
-- Server version	10.11.19-MariaDB-0+deb12u1
/*!40103 SET @OLD_TIME_ZONE=@@TIME_ZONE */;
/*!40103 SET TIME_ZONE='+00:00' */;
/*!40014 SET @OLD_UNIQUE_CHECKS=@@UNIQUE_CHECKS, UNIQUE_CHECKS=0 */;
/*!40014 SET @OLD_FOREIGN_KEY_CHECKS=@@FOREIGN_KEY_CHECKS, FOREIGN_KEY_CHECKS=0 */;
/*!40101 SET @OLD_SQL_MODE=@@SQL_MODE, SQL_MODE='NO_AUTO_VALUE_ON_ZERO,ANSI' */;
/*!40111 SET @OLD_SQL_NOTES=@@SQL_NOTES, SQL_NOTES=0 */;

--
-- Table structure for table "people"
--

/*!40101 SET @saved_cs_client     = @@character_set_client */;
/*!40101 SET character_set_client = utf8mb4 */;
CREATE TABLE "people" (
  "id" int(11) NOT NULL,
  "name" varchar(60) DEFAULT NULL COMMENT 'it''s; a (name), with `all`',
  "born" date DEFAULT NULL,
  "at" datetime DEFAULT NULL,
  "height" decimal(5,2) DEFAULT NULL,
  "weight" double DEFAULT NULL,
  "admin" tinyint(1) DEFAULT 0,
  "flags" bit(4) DEFAULT b'0',
  "photo" blob DEFAULT NULL,
  "kind" enum('a','b;','c''d') DEFAULT NULL,
  "code" char(5) DEFAULT NULL,
  "twice" int(11) GENERATED ALWAYS AS ("height" * 2) STORED,
  PRIMARY KEY ("id"),
  KEY "born" ("born"),
  KEY "both_of" ("name","code")
);
/*!40101 SET character_set_client = @saved_cs_client */;

--
-- Dumping data for table "people"
--

INSERT INTO "people" VALUES (1,'O\'Neil','1970-01-02','2020-03-04 05:06:07',1.80,70.5,1,'','\0ÿ\'A\n','a','007',4);
INSERT INTO "people" VALUES (2,'back\\slash \\\' \"quote\"',NULL,NULL,NULL,NULL,0,'\0','','b;','010',NULL);
INSERT INTO "people" VALUES (3,'line\nend\r\nand	tab','1999-12-31','1999-12-31 23:59:59',-0.25,0.0000000001,NULL,NULL,NULL,NULL,'',-1);
INSERT INTO "people" VALUES (4,'Zoë ? ?; -- no comment /* nor this */ # nor','2000-02-29',NULL,0.00,-1.5e300,1,'','plain','c\'d','1e5',0);
INSERT INTO "people" VALUES (5,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "people" VALUES (6,'),(9,\'x\');','2001-01-01','2001-01-01 00:00:00',999.99,0,0,'','\\\'','a','NULL',2000);
/*!40103 SET TIME_ZONE=@OLD_TIME_ZONE */;

/*!40101 SET SQL_MODE=@OLD_SQL_MODE */;
/*!40014 SET FOREIGN_KEY_CHECKS=@OLD_FOREIGN_KEY_CHECKS */;
/*!40014 SET UNIQUE_CHECKS=@OLD_UNIQUE_CHECKS */;
/*!40111 SET SQL_NOTES=@OLD_SQL_NOTES */;

-- Dump completed

/*M!999999\- enable the sandbox mode */ 
-- MariaDB dump 10.19  Distrib 10.11.19-MariaDB, for debian-linux-gnu (x86_64)
--
-- Host: localhost    Database: shop
-- ------------------------------------------------------
-- Server version	10.11.19-MariaDB-0+deb12u1

/*!40101 SET @OLD_CHARACTER_SET_CLIENT=@@CHARACTER_SET_CLIENT */;
/*!40101 SET @OLD_CHARACTER_SET_RESULTS=@@CHARACTER_SET_RESULTS */;
/*!40101 SET @OLD_COLLATION_CONNECTION=@@COLLATION_CONNECTION */;
/*!40101 SET NAMES utf8mb4 */;
/*!40103 SET @OLD_TIME_ZONE=@@TIME_ZONE */;
/*!40103 SET TIME_ZONE='+00:00' */;
/*!40014 SET @OLD_UNIQUE_CHECKS=@@UNIQUE_CHECKS, UNIQUE_CHECKS=0 */;
/*!40014 SET @OLD_FOREIGN_KEY_CHECKS=@@FOREIGN_KEY_CHECKS, FOREIGN_KEY_CHECKS=0 */;
/*!40101 SET @OLD_SQL_MODE=@@SQL_MODE, SQL_MODE='NO_AUTO_VALUE_ON_ZERO' */;
/*!40111 SET @OLD_SQL_NOTES=@@SQL_NOTES, SQL_NOTES=0 */;

--
-- Temporary table structure for view `grown`
--

DROP TABLE IF EXISTS `grown`;
/*!50001 DROP VIEW IF EXISTS `grown`*/;
SET @saved_cs_client     = @@character_set_client;
SET character_set_client = utf8mb4;
/*!50001 CREATE VIEW `grown` AS SELECT
 NULL AS `id`,
 NULL AS `name` */;
SET character_set_client = @saved_cs_client;

--
-- Table structure for table `notes`
--

DROP TABLE IF EXISTS `notes`;
/*!40101 SET @saved_cs_client     = @@character_set_client */;
/*!40101 SET character_set_client = utf8mb4 */;
CREATE TABLE `notes` (
  `id` int(11) DEFAULT NULL,
  `text` longtext DEFAULT NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
/*!40101 SET character_set_client = @saved_cs_client */;

--
-- Dumping data for table `notes`
--

LOCK TABLES `notes` WRITE;
/*!40000 ALTER TABLE `notes` DISABLE KEYS */;
INSERT INTO `notes` (`id`, `text`) VALUES (1,'note 1 says \'x\'');
INSERT INTO `notes` (`id`, `text`) VALUES (2,'note 2 says \'xx\'');
INSERT INTO `notes` (`id`, `text`) VALUES (3,'note 3 says \'xxx\'');
INSERT INTO `notes` (`id`, `text`) VALUES (4,'note 4 says \'xxxx\'');
INSERT INTO `notes` (`id`, `text`) VALUES (5,'note 5 says \'xxxxx\'');
INSERT INTO `notes` (`id`, `text`) VALUES (6,'note 6 says \'xxxxxx\'');
INSERT INTO `notes` (`id`, `text`) VALUES (7,'note 7 says \'xxxxxxx\'');
INSERT INTO `notes` (`id`, `text`) VALUES (8,'note 8 says \'xxxxxxxx\'');
INSERT INTO `notes` (`id`, `text`) VALUES (9,'note 9 says \'xxxxxxxxx\'');
INSERT INTO `notes` (`id`, `text`) VALUES (10,'note 10 says \'xxxxxxxxxx\'');
INSERT INTO `notes` (`id`, `text`) VALUES (11,'note 11 says \'xxxxxxxxxxx\'');
INSERT INTO `notes` (`id`, `text`) VALUES (12,'note 12 says \'xxxxxxxxxxxx\'');
/*!40000 ALTER TABLE `notes` ENABLE KEYS */;
UNLOCK TABLES;
/*!50003 SET @saved_cs_client      = @@character_set_client */ ;
/*!50003 SET @saved_cs_results     = @@character_set_results */ ;
/*!50003 SET @saved_col_connection = @@collation_connection */ ;
/*!50003 SET character_set_client  = utf8mb4 */ ;
/*!50003 SET character_set_results = utf8mb4 */ ;
/*!50003 SET collation_connection  = utf8mb4_general_ci */ ;
/*!50003 SET @saved_sql_mode       = @@sql_mode */ ;
/*!50003 SET sql_mode              = 'STRICT_TRANS_TABLES,ERROR_FOR_DIVISION_BY_ZERO,NO_AUTO_CREATE_USER,NO_ENGINE_SUBSTITUTION' */ ;
DELIMITER ;;
/*!50003 CREATE*/ /*!50017 DEFINER=`root`@`localhost`*/ /*!50003 TRIGGER tr BEFORE INSERT ON notes FOR EACH ROW BEGIN IF NEW.id > 5 THEN SET NEW.text = 'INSERT INTO notes VALUES (0,''no'');'; END IF; END 
*/;;
DELIMITER ;
/*!50003 SET sql_mode              = @saved_sql_mode */ ;
/*!50003 SET character_set_client  = @saved_cs_client */ ;
/*!50003 SET character_set_results = @saved_cs_results */ ;
/*!50003 SET collation_connection  = @saved_col_connection */ ;

--
-- Table structure for table `nothing`
--

DROP TABLE IF EXISTS `nothing`;
/*!40101 SET @saved_cs_client     = @@character_set_client */;
/*!40101 SET character_set_client = utf8mb4 */;
CREATE TABLE `nothing` (
  `a` int(11) DEFAULT NULL,
  `b` text DEFAULT NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
/*!40101 SET character_set_client = @saved_cs_client */;

--
-- Dumping data for table `nothing`
--

LOCK TABLES `nothing` WRITE;
/*!40000 ALTER TABLE `nothing` DISABLE KEYS */;
/*!40000 ALTER TABLE `nothing` ENABLE KEYS */;
UNLOCK TABLES;

--
-- Table structure for table `people`
--

DROP TABLE IF EXISTS `people`;
/*!40101 SET @saved_cs_client     = @@character_set_client */;
/*!40101 SET character_set_client = utf8mb4 */;
CREATE TABLE `people` (
  `id` int(11) NOT NULL AUTO_INCREMENT,
  `name` varchar(60) DEFAULT NULL COMMENT 'it''s; a (name), with `all`',
  `born` date DEFAULT NULL,
  `at` datetime DEFAULT NULL,
  `height` decimal(5,2) DEFAULT NULL,
  `weight` double DEFAULT NULL,
  `admin` tinyint(1) DEFAULT 0,
  `flags` bit(4) DEFAULT b'0',
  `photo` blob DEFAULT NULL,
  `kind` enum('a','b;','c''d') DEFAULT NULL,
  `code` char(5) DEFAULT NULL,
  `twice` int(11) GENERATED ALWAYS AS (`height` * 2) STORED,
  PRIMARY KEY (`id`),
  KEY `born` (`born`),
  KEY `both_of` (`name`,`code`)
) ENGINE=InnoDB AUTO_INCREMENT=7 DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
/*!40101 SET character_set_client = @saved_cs_client */;

--
-- Dumping data for table `people`
--

LOCK TABLES `people` WRITE;
/*!40000 ALTER TABLE `people` DISABLE KEYS */;
INSERT INTO `people` (`id`, `name`, `born`, `at`, `height`, `weight`, `admin`, `flags`, `photo`, `kind`, `code`, `twice`) VALUES (1,'O\'Neil','1970-01-02','2020-03-04 05:06:07',1.80,70.5,1,0x05,0x00FF27410A,'a','007',4);
INSERT INTO `people` (`id`, `name`, `born`, `at`, `height`, `weight`, `admin`, `flags`, `photo`, `kind`, `code`, `twice`) VALUES (2,'back\\slash \\\' \"quote\"',NULL,NULL,NULL,NULL,0,0x00,'','b;','010',NULL);
INSERT INTO `people` (`id`, `name`, `born`, `at`, `height`, `weight`, `admin`, `flags`, `photo`, `kind`, `code`, `twice`) VALUES (3,'line\nend\r\nand	tab','1999-12-31','1999-12-31 23:59:59',-0.25,0.0000000001,NULL,NULL,NULL,NULL,'',-1);
INSERT INTO `people` (`id`, `name`, `born`, `at`, `height`, `weight`, `admin`, `flags`, `photo`, `kind`, `code`, `twice`) VALUES (4,'Zoë ☃ 😀; -- no comment /* nor this */ # nor','2000-02-29',NULL,0.00,-1.5e300,1,0x0F,0x706C61696E,'c\'d','1e5',0);
INSERT INTO `people` (`id`, `name`, `born`, `at`, `height`, `weight`, `admin`, `flags`, `photo`, `kind`, `code`, `twice`) VALUES (5,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO `people` (`id`, `name`, `born`, `at`, `height`, `weight`, `admin`, `flags`, `photo`, `kind`, `code`, `twice`) VALUES (6,'),(9,\'x\');','2001-01-01','2001-01-01 00:00:00',999.99,0,0,0x02,0x5C27,'a','NULL',2000);
/*!40000 ALTER TABLE `people` ENABLE KEYS */;
UNLOCK TABLES;

--
-- Table structure for table `things`
--

DROP TABLE IF EXISTS `things`;
/*!40101 SET @saved_cs_client     = @@character_set_client */;
/*!40101 SET character_set_client = utf8mb4 */;
CREATE TABLE `things` (
  `key` varchar(10) DEFAULT NULL,
  `a b` int(11) DEFAULT NULL,
  `select` text DEFAULT NULL,
  `ünï` bigint(20) unsigned DEFAULT NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
/*!40101 SET character_set_client = @saved_cs_client */;

--
-- Dumping data for table `things`
--

LOCK TABLES `things` WRITE;
/*!40000 ALTER TABLE `things` DISABLE KEYS */;
INSERT INTO `things` (`key`, `a b`, `select`, `ünï`) VALUES ('k1',1,'',18446744073709551615);
INSERT INTO `things` (`key`, `a b`, `select`, `ünï`) VALUES ('k2',-5,'NULL',0);
INSERT INTO `things` (`key`, `a b`, `select`, `ünï`) VALUES ('k3',NULL,NULL,NULL);
/*!40000 ALTER TABLE `things` ENABLE KEYS */;
UNLOCK TABLES;

--
-- Final view structure for view `grown`
--

/*!50001 DROP VIEW IF EXISTS `grown`*/;
/*!50001 SET @saved_cs_client          = @@character_set_client */;
/*!50001 SET @saved_cs_results         = @@character_set_results */;
/*!50001 SET @saved_col_connection     = @@collation_connection */;
/*!50001 SET character_set_client      = utf8mb4 */;
/*!50001 SET character_set_results     = utf8mb4 */;
/*!50001 SET collation_connection      = utf8mb4_general_ci */;
/*!50001 CREATE ALGORITHM=UNDEFINED */
/*!50013 DEFINER=`root`@`localhost` SQL SECURITY DEFINER */
/*!50001 VIEW `grown` AS select `people`.`id` AS `id`,`people`.`name` AS `name` from `people` where `people`.`born` < '2000-01-01' */;
/*!50001 SET character_set_client      = @saved_cs_client */;
/*!50001 SET character_set_results     = @saved_cs_results */;
/*!50001 SET collation_connection      = @saved_col_connection */;
/*!40103 SET TIME_ZONE=@OLD_TIME_ZONE */;

/*!40101 SET SQL_MODE=@OLD_SQL_MODE */;
/*!40014 SET FOREIGN_KEY_CHECKS=@OLD_FOREIGN_KEY_CHECKS */;
/*!40014 SET UNIQUE_CHECKS=@OLD_UNIQUE_CHECKS */;
/*!40101 SET CHARACTER_SET_CLIENT=@OLD_CHARACTER_SET_CLIENT */;
/*!40101 SET CHARACTER_SET_RESULTS=@OLD_CHARACTER_SET_RESULTS */;
/*!40101 SET COLLATION_CONNECTION=@OLD_COLLATION_CONNECTION */;
/*!40111 SET SQL_NOTES=@OLD_SQL_NOTES */;

-- Dump completed

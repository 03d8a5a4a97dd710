aaa0-- MySQL dump 10.13  Distrib 8.0.36, for Linux (x86_64)
--
-- Host: localhost    Database: shop
-- ------------------------------------------------------
/*!40101 SET @OLD_CHARACTER_SET_CLIENT=@@CHARACTER_SET_CLIENT */;
/*!50503 SET NAMES utf8mb4 */;

--
-- Table structure for table `users`
--

DROP TABLE IF EXISTS `users`;
/*!40101 SET @saved_cs_client     = @@character_set_client */;
CREATE TABLE `users` (
  `id` int(11) NOT NULL AUTO_INCREMENT,
  `name` varchar(50) DEFAULT NULL COMMENT 'it''s, a (name)',
  `flag` bit(1) DEFAULT b'0',
  `data` blob,
  `born` date DEFAULT NULL,
  `code` varchar(5),
  PRIMARY KEY (`id`),
  KEY `k` (`name`,`born`)
) ENGINE=InnoDB AUTO_INCREMENT=4 DEFAULT CHARSET=utf8mb4;

LOCK TABLES `users` WRITE;
/*!40000 ALTER TABLE `users` DISABLE KEYS */;
INSERT INTO `users` VALUES (1,'O\'Brien\nx',b'1',0x48656C6C6F,'2001-02-03','007'),(2,'a''b;),(',b'0',NULL,NULL,'010'),
(3,NULL,0x01,_binary 'xyz','2001-02-04','');
/*!40000 ALTER TABLE `users` ENABLE KEYS */;
UNLOCK TABLES;
DELIMITER ;;
CREATE DEFINER=`root`@`localhost` PROCEDURE `p`()
BEGIN
  INSERT INTO users VALUES (9,'no',1,1,1,1);
  SELECT 1;
END ;;
DELIMITER ;
INSERT INTO users (code, id) VALUES ('a', now()), (DEFAULT, 5), (1,2,3);

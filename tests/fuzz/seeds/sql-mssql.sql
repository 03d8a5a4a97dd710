aaa0USE [Shop]
GO
/****** Object:  Table [dbo].[Item]    Script Date: 1/1/2020 ******/
SET ANSI_NULLS ON
GO
CREATE TABLE [dbo].[Item](
	[Id] [int] IDENTITY(1,1) NOT NULL,
	[Name] [nvarchar](50) NULL,
	[When] [datetime] NULL,
	[Price] [decimal](10, 2) NULL,
	[Total]  AS ([Price]*(2)),
 CONSTRAINT [PK_Item] PRIMARY KEY CLUSTERED ([Id] ASC)
) ON [PRIMARY]
GO
SET IDENTITY_INSERT [dbo].[Item] ON

INSERT [dbo].[Item] ([Id], [Name], [When], [Price]) VALUES (1, N'O''Neil', CAST(N'2020-01-02T03:04:05.000' AS DateTime), CAST(12.50 AS Decimal(10, 2)))
INSERT [dbo].[Item] ([Id], [Name], [When], [Price]) VALUES (2, NULL, NULL, CAST(1.00 AS Decimal(10, 2)))
GO
print 'Processed 100 total records'
INSERT [dbo].[Item] ([Id], [Name], [When], [Price]) VALUES (3, N'x', NULL, -1)
SET IDENTITY_INSERT [dbo].[Item] OFF
GO
CREATE PROCEDURE [dbo].[P] AS
BEGIN
  INSERT INTO Item VALUES (9)
END
GO
INSERT [dbo].[Log] VALUES (1, N'a')

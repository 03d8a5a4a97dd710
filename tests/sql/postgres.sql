--
-- PostgreSQL database dump
--


-- Dumped from database version 15.18 (Debian 15.18-0+deb12u1)
-- Dumped by pg_dump version 15.18 (Debian 15.18-0+deb12u1)

SET statement_timeout = 0;
SET lock_timeout = 0;
SET idle_in_transaction_session_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
SET check_function_bodies = false;
SET xmloption = content;
SET client_min_messages = warning;
SET row_security = off;

--
-- Name: other; Type: SCHEMA; Schema: -; Owner: postgres
--

CREATE SCHEMA other;


ALTER SCHEMA other OWNER TO postgres;

--
-- Name: mood; Type: TYPE; Schema: public; Owner: postgres
--

CREATE TYPE public.mood AS ENUM (
    'sad',
    'it''s fine'
);


ALTER TYPE public.mood OWNER TO postgres;

--
-- Name: f(); Type: FUNCTION; Schema: public; Owner: postgres
--

CREATE FUNCTION public.f() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
  INSERT INTO other.people VALUES ('it''s; no row', 99);
  RETURN NEW;
END;
$$;


ALTER FUNCTION public.f() OWNER TO postgres;

--
-- Name: g(integer); Type: FUNCTION; Schema: public; Owner: postgres
--

CREATE FUNCTION public.g(a integer) RETURNS integer
    LANGUAGE sql
    BEGIN ATOMIC
 SELECT
         CASE a
             WHEN 1 THEN 2
             ELSE 3
         END AS "case";
 SELECT (a + 1);
END;


ALTER FUNCTION public.g(a integer) OWNER TO postgres;

SET default_tablespace = '';

SET default_table_access_method = heap;

--
-- Name: people; Type: TABLE; Schema: other; Owner: postgres
--

CREATE TABLE other.people (
    name text,
    id integer
);


ALTER TABLE other.people OWNER TO postgres;

--
-- Name: people; Type: TABLE; Schema: public; Owner: postgres
--

CREATE TABLE public.people (
    id integer NOT NULL,
    name character varying(60) DEFAULT 'a, b'::character varying,
    born date,
    at timestamp with time zone,
    amount numeric(12,2),
    weight double precision,
    ok boolean,
    tags text[],
    doc jsonb,
    raw bytea,
    mood public.mood,
    code character(5),
    u uuid,
    twice integer GENERATED ALWAYS AS ((id * 2)) STORED
);


ALTER TABLE public.people OWNER TO postgres;

--
-- Name: grown; Type: VIEW; Schema: public; Owner: postgres
--

CREATE VIEW public.grown AS
 SELECT people.id,
    people.name
   FROM public.people
  WHERE (people.born < '2000-01-01'::date);


ALTER TABLE public.grown OWNER TO postgres;

--
-- Name: lists; Type: TABLE; Schema: public; Owner: postgres
--

CREATE TABLE public.lists (
    "A b" integer,
    "select" text,
    "ünï" bigint
);


ALTER TABLE public.lists OWNER TO postgres;

--
-- Name: nothing; Type: TABLE; Schema: public; Owner: postgres
--

CREATE TABLE public.nothing (
    a integer,
    b text
);


ALTER TABLE public.nothing OWNER TO postgres;

--
-- Name: people_id_seq; Type: SEQUENCE; Schema: public; Owner: postgres
--

CREATE SEQUENCE public.people_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


ALTER TABLE public.people_id_seq OWNER TO postgres;

--
-- Name: people_id_seq; Type: SEQUENCE OWNED BY; Schema: public; Owner: postgres
--

ALTER SEQUENCE public.people_id_seq OWNED BY public.people.id;


--
-- Name: people id; Type: DEFAULT; Schema: public; Owner: postgres
--

ALTER TABLE ONLY public.people ALTER COLUMN id SET DEFAULT nextval('public.people_id_seq'::regclass);


--
-- Data for Name: people; Type: TABLE DATA; Schema: other; Owner: postgres
--

COPY other.people (name, id) FROM stdin;
other	1
\\N	\N
	3
\.


--
-- Data for Name: lists; Type: TABLE DATA; Schema: public; Owner: postgres
--

COPY public.lists ("A b", "select", "ünï") FROM stdin;
1	row 1	10000000000
2	row 2	20000000000
3	row 3	30000000000
4	row 4	40000000000
5	row 5	50000000000
6	row 6	60000000000
7	row 7	70000000000
8	row 8	80000000000
\.


--
-- Data for Name: nothing; Type: TABLE DATA; Schema: public; Owner: postgres
--

COPY public.nothing (a, b) FROM stdin;
\.


--
-- Data for Name: people; Type: TABLE DATA; Schema: public; Owner: postgres
--

COPY public.people (id, name, born, at, amount, weight, ok, tags, doc, raw, mood, code, u) FROM stdin;
1	O'Neil	1970-01-02	2020-03-04 05:06:07+00	1.80	70.5	t	{a,"b,c"}	{"a": [1, "x"]}	\\x00ff27410a	sad	007  	a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11
2	back\\slash \\' "quote"	\N	\N	\N	\N	f	{}	null	\\x	it's fine	010  	\N
3	line\nend\r\nand\ttab \\. \\N	1999-12-31	1999-12-31 23:59:59.25+00	-0.25	1e-10	\N	\N	\N	\N	\N	     	\N
4	Zoë ☃ 😀; -- no comment /* nor this */	2000-02-29	\N	0.00	-1.5e+300	t	\N	"it's"	\\x5c27	sad	1e5  	\N
5	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N	\N
6	),(9,'x');	2001-01-01	2001-01-01 00:00:00+00	999999.99	0	f	{1}	{}	\\x61	sad	NULL 	\N
7	\\.	2001-01-01	\N	5.00	0.1	f	\N	\N	\N	\N	\\N   	\N
\.


--
-- Name: people_id_seq; Type: SEQUENCE SET; Schema: public; Owner: postgres
--

SELECT pg_catalog.setval('public.people_id_seq', 7, true);


--
-- Name: people people_pkey; Type: CONSTRAINT; Schema: public; Owner: postgres
--

ALTER TABLE ONLY public.people
    ADD CONSTRAINT people_pkey PRIMARY KEY (id);


--
-- Name: lists tr; Type: TRIGGER; Schema: public; Owner: postgres
--

CREATE TRIGGER tr BEFORE INSERT ON public.lists FOR EACH ROW EXECUTE FUNCTION public.f();


--
-- PostgreSQL database dump complete
--



aaa0--
-- PostgreSQL database dump
--

\restrict abcdef

SET statement_timeout = 0;
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);

CREATE FUNCTION public.f() RETURNS trigger
    LANGUAGE plpgsql
    AS $_$
BEGIN
  INSERT INTO x VALUES (1, 'it''s;');
  RETURN NEW;
END;
$_$;

CREATE TABLE public.t (
    id integer NOT NULL,
    name character varying(20) DEFAULT 'x, y'::character varying,
    ok boolean,
    tags text[],
    raw bytea,
    amount numeric(10,2),
    at timestamp with time zone
);
CREATE TABLE public.empty ("A b" text);
CREATE TABLE other.t (id integer);

COPY public.t (id, name, ok, tags, raw, amount, at) FROM stdin;
1	a\tb\\c\nd	t	{1,2}	\\x00ff10	12.50	2020-01-02 03:04:05+00
2	\N	f	\N	\N	\N	\N
3	007	\N	{}	\\x	-0.25	2020-01-02 03:04:05.123+01
4	bad
\.

COPY other.t (id) FROM stdin WITH (FORMAT csv, HEADER);
id
5
"6"
\.

INSERT INTO public.t (name, id) VALUES (E'a\nb', 10), ('c\n', 11), ($$dol'lar$$, 12), ('2020'::text, 13);
ALTER TABLE ONLY public.t ADD CONSTRAINT t_pkey PRIMARY KEY (id);

--
-- PostgreSQL database dump
--

\restrict jUheOjefcJuoRBzBZxnCeNMKZqtHxyWgaYn9Mh6fY0QFz7pOZShzzg7ClNUvNf2

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

SET default_tablespace = '';

SET default_table_access_method = heap;

--
-- Name: customers; Type: TABLE; Schema: public; Owner: pgkt
--

CREATE TABLE public.customers (
    id integer,
    name character varying(40),
    card character varying(20),
    note text
);


ALTER TABLE public.customers OWNER TO pgkt;

--
-- Name: orders; Type: TABLE; Schema: public; Owner: pgkt
--

CREATE TABLE public.orders (
    id integer,
    card character varying(20)
);


ALTER TABLE public.orders OWNER TO pgkt;

--
-- Data for Name: customers; Type: TABLE DATA; Schema: public; Owner: pgkt
--

COPY public.customers (id, name, card, note) FROM stdin;
1	First Person	4012888888881881	it's to\nGB82WEST12345698765432
2	O'Second; (x)	\N	first.person@example.org
\.


--
-- Data for Name: orders; Type: TABLE DATA; Schema: public; Owner: pgkt
--

COPY public.orders (id, card) FROM stdin;
7	4012888888881881
\.


--
-- PostgreSQL database dump complete
--

\unrestrict jUheOjefcJuoRBzBZxnCeNMKZqtHxyWgaYn9Mh6fY0QFz7pOZShzzg7ClNUvNf2


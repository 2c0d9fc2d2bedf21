/* Extended statistics objects. */
SELECT s.stxrelid AS oid,
       n.nspname AS schema,
       s.stxname AS name,
       ARRAY (SELECT k.name
              FROM (VALUES (1, 'd', 'ndistinct'), (2, 'f', 'dependencies'), (3, 'm', 'mcv')) k (place, letter, name)
              WHERE k.letter = ANY (s.stxkind::text[])
              ORDER BY k.place) AS kinds,
       pg_catalog.pg_get_statisticsobjdef_columns (s.oid) AS columns,   -- since 14
       (SELECT pg_catalog.string_agg (pg_catalog.quote_ident (a.attname), ', ')           -- before 14
        FROM pg_catalog.unnest (s.stxkeys) k (attnum)                                     -- before 14
             JOIN pg_catalog.pg_attribute a ON a.attrelid = s.stxrelid                    -- before 14
                                               AND a.attnum = k.attnum) AS columns,       -- before 14
       pg_catalog.pg_get_statisticsobjdef (s.oid) AS definition,
       COALESCE (s.stxstattarget, -1) AS target,
       d.description AS comment
FROM pg_catalog.pg_statistic_ext s
     JOIN pg_catalog.pg_namespace n ON n.oid = s.stxnamespace
     LEFT JOIN pg_catalog.pg_description d ON d.classoid = 'pg_catalog.pg_statistic_ext'::pg_catalog.regclass
                                              AND d.objoid = s.oid AND d.objsubid = 0
WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
ORDER BY s.stxrelid, n.nspname::text, s.stxname

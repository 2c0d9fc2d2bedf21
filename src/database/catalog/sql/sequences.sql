/* Sequences, with the column that owns one. */
SELECT c.oid,
       n.nspname AS schema,
       c.relname AS name,
       pg_catalog.format_type (s.seqtypid, NULL) AS type,
       s.seqstart AS start,
       s.seqmin AS minimum,
       s.seqmax AS maximum,
       s.seqincrement AS increment,
       s.seqcache AS cache,
       s.seqcycle AS cycles,
       o.owned_by,
       COALESCE (o.deptype = 'i', false) AS is_identity,
       pg_catalog.pg_get_userbyid (c.relowner) AS owner,
       CASE c.relpersistence WHEN 'u' THEN 'unlogged' WHEN 't' THEN 'temporary'
                             ELSE 'permanent' END AS persistence,
       e.extname AS extension,
       d.description AS comment
FROM pg_catalog.pg_sequence s
     JOIN pg_catalog.pg_class c ON c.oid = s.seqrelid
     JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
     LEFT JOIN (SELECT p.objid, p.deptype,
                       pg_catalog.quote_ident (tn.nspname) || '.' || pg_catalog.quote_ident (tc.relname)
                       || '.' || pg_catalog.quote_ident (a.attname) AS owned_by
                FROM pg_catalog.pg_depend p
                     JOIN pg_catalog.pg_class tc ON tc.oid = p.refobjid
                     JOIN pg_catalog.pg_namespace tn ON tn.oid = tc.relnamespace
                     JOIN pg_catalog.pg_attribute a ON a.attrelid = tc.oid AND a.attnum = p.refobjsubid
                WHERE p.classid = 'pg_catalog.pg_class'::pg_catalog.regclass
                      AND p.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass
                      AND p.deptype IN ('a', 'i')) o ON o.objid = s.seqrelid
     LEFT JOIN pg_catalog.pg_depend x ON x.classid = 'pg_catalog.pg_class'::pg_catalog.regclass
                                         AND x.objid = c.oid AND x.objsubid = 0
                                         AND x.deptype = 'e'
     LEFT JOIN pg_catalog.pg_extension e ON e.oid = x.refobjid
     LEFT JOIN pg_catalog.pg_description d ON d.classoid = 'pg_catalog.pg_class'::pg_catalog.regclass
                                              AND d.objoid = c.oid AND d.objsubid = 0
WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
ORDER BY n.nspname, c.relname

/* Rewrite rules, but for the ones that are views' queries. */
SELECT r.ev_class AS oid,
       r.rulename AS name,
       pg_catalog.pg_get_ruledef (r.oid, true) AS definition,
       CASE r.ev_enabled WHEN 'D' THEN 'disabled' WHEN 'R' THEN 'replica'
                         WHEN 'A' THEN 'always' ELSE 'origin' END AS enabled,
       d.description AS comment
FROM pg_catalog.pg_rewrite r
     JOIN pg_catalog.pg_class c ON c.oid = r.ev_class
     JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
     LEFT JOIN pg_catalog.pg_description d ON d.classoid = 'pg_catalog.pg_rewrite'::pg_catalog.regclass
                                              AND d.objoid = r.oid AND d.objsubid = 0
WHERE r.rulename <> '_RETURN'
      AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
ORDER BY r.ev_class, r.rulename

/* Domains. Constraints by their names in the definition, in any order in the checks, as \dD. */
SELECT t.oid,
       n.nspname AS schema,
       t.typname AS name,
       pg_catalog.format_type (t.typbasetype, t.typtypmod) AS type,
       pg_catalog.concat_ws (' ',
         CASE WHEN l.oid IS NOT NULL THEN 'COLLATE ' || l.oid::pg_catalog.regcollation END,
         'DEFAULT ' || t.typdefault,
         CASE WHEN t.typnotnull THEN 'NOT NULL' END,
         (SELECT pg_catalog.string_agg ('CONSTRAINT ' || pg_catalog.quote_ident (r.conname) || ' ' ||
                                        pg_catalog.pg_get_constraintdef (r.oid, true), ' '
                                        ORDER BY r.conname)
          FROM pg_catalog.pg_constraint r
          WHERE r.contypid = t.oid AND r.contype = 'c')) AS definition,
       l.collname AS collation,
       NOT t.typnotnull AS is_nullable,
       t.typdefault AS default_expression,
       pg_catalog.array_to_string (ARRAY (SELECT pg_catalog.pg_get_constraintdef (r.oid, true)
                                          FROM pg_catalog.pg_constraint r
                                          WHERE r.contypid = t.oid AND r.contype = 'c'), ' ') AS checks,
       d.description AS comment
FROM pg_catalog.pg_type t
     JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace
     JOIN pg_catalog.pg_type b ON b.oid = t.typbasetype
     LEFT JOIN pg_catalog.pg_collation l ON l.oid = t.typcollation AND t.typcollation <> b.typcollation
     LEFT JOIN pg_catalog.pg_description d ON d.classoid = 'pg_catalog.pg_type'::pg_catalog.regclass
                                              AND d.objoid = t.oid AND d.objsubid = 0
WHERE t.typtype = 'd'
      AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
      AND NOT EXISTS (SELECT
                      FROM pg_catalog.pg_depend x
                      WHERE x.classid = 'pg_catalog.pg_type'::pg_catalog.regclass
                            AND x.objid = t.oid AND x.deptype = 'e')
ORDER BY n.nspname, t.typname

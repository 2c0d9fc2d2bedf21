/* Composite types of their own. */
SELECT c.oid,
       n.nspname AS schema,
       c.relname AS name,
       d.description AS comment
FROM pg_catalog.pg_class c
     JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
     LEFT JOIN pg_catalog.pg_description d ON d.classoid = 'pg_catalog.pg_type'::pg_catalog.regclass
                                              AND d.objoid = c.reltype AND d.objsubid = 0
WHERE c.relkind = 'c'
      AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
      AND NOT EXISTS (SELECT
                      FROM pg_catalog.pg_depend x
                      WHERE x.classid = 'pg_catalog.pg_type'::pg_catalog.regclass
                            AND x.objid = c.reltype AND x.deptype = 'e')
ORDER BY n.nspname, c.relname

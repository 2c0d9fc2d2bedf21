/* Enum types, labels in their order. */
SELECT t.oid,
       n.nspname AS schema,
       t.typname AS name,
       ARRAY (SELECT e.enumlabel
              FROM pg_catalog.pg_enum e
              WHERE e.enumtypid = t.oid
              ORDER BY e.enumsortorder) AS labels,
       pg_catalog.pg_get_userbyid (t.typowner) AS owner,
       pg_catalog.array_to_string (t.typacl, E'\n') AS privileges,
       d.description AS comment
FROM pg_catalog.pg_type t
     JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace
     LEFT JOIN pg_catalog.pg_description d ON d.classoid = 'pg_catalog.pg_type'::pg_catalog.regclass
                                              AND d.objoid = t.oid AND d.objsubid = 0
WHERE t.typtype = 'e'
      AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
      AND NOT EXISTS (SELECT
                      FROM pg_catalog.pg_depend x
                      WHERE x.classid = 'pg_catalog.pg_type'::pg_catalog.regclass
                            AND x.objid = t.oid AND x.deptype = 'e')
ORDER BY n.nspname, t.typname

/* Functions and procedures that no extension made. */
SELECT p.oid,
       n.nspname AS schema,
       p.proname AS name,
       pg_catalog.pg_get_function_arguments (p.oid) AS arguments,
       pg_catalog.pg_get_function_identity_arguments (p.oid) AS identity_arguments,
       pg_catalog.pg_get_function_result (p.oid) AS result,
       CASE WHEN p.prokind = 'p' THEN 'procedure'
            WHEN p.prokind = 'a' THEN 'aggregate'
            WHEN p.prokind = 'w' THEN 'window'
            WHEN p.prorettype = 'pg_catalog.trigger'::pg_catalog.regtype THEN 'trigger'
            ELSE 'function' END AS kind,
       l.lanname AS language,
       CASE WHEN p.prokind <> 'a' THEN pg_catalog.pg_get_functiondef (p.oid) END AS definition,
       d.description AS comment
FROM pg_catalog.pg_proc p
     JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
     JOIN pg_catalog.pg_language l ON l.oid = p.prolang
     LEFT JOIN pg_catalog.pg_description d ON d.classoid = 'pg_catalog.pg_proc'::pg_catalog.regclass
                                              AND d.objoid = p.oid AND d.objsubid = 0
WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
      AND NOT EXISTS (SELECT
                      FROM pg_catalog.pg_depend x
                      WHERE x.classid = 'pg_catalog.pg_proc'::pg_catalog.regclass
                            AND x.objid = p.oid AND x.deptype = 'e')
ORDER BY n.nspname, p.proname, 4

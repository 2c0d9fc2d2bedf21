/* Which database this is. */
SELECT d.datname AS name,
       d.oid,
       pg_catalog.has_function_privilege ('pg_catalog.pg_control_system()', 'EXECUTE') AS may_identify
FROM pg_catalog.pg_database d
WHERE d.datname = pg_catalog.current_database ()

/* What tells this server's data from any other's. */
SELECT system_identifier
FROM pg_catalog.pg_control_system ()

/* Relations that transactions of others have held for more than five seconds, the strongest lock of each:
   whoever wants more waits for them. Autovacuum steps aside by itself. */
SELECT a.pid,
       n.nspname AS schema,
       c.relname AS name,
       pg_catalog.max (pg_catalog.array_position (
         ARRAY['AccessShareLock', 'RowShareLock', 'RowExclusiveLock', 'ShareUpdateExclusiveLock', 'ShareLock',
               'ShareRowExclusiveLock', 'ExclusiveLock', 'AccessExclusiveLock'], l.mode)) AS level,
       pg_catalog.floor (EXTRACT (epoch FROM pg_catalog.clock_timestamp () - a.xact_start))::pg_catalog.int8 AS transaction_s,
       a.usename AS user,
       a.application_name AS application
FROM pg_catalog.pg_locks l
     JOIN pg_catalog.pg_stat_activity a ON a.pid = l.pid
     JOIN pg_catalog.pg_class c ON c.oid = l.relation
     JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
WHERE l.locktype = 'relation' AND l.granted
      AND l.database = (SELECT d.oid FROM pg_catalog.pg_database d WHERE d.datname = pg_catalog.current_database ())
      AND l.pid <> pg_catalog.pg_backend_pid ()
      AND a.backend_type <> 'autovacuum worker'
      AND a.xact_start < pg_catalog.clock_timestamp () - interval '5 s'
      AND c.relkind IN ('r', 'p', 'm')
      AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
GROUP BY a.pid, n.nspname, c.relname, a.xact_start, a.usename, a.application_name
ORDER BY a.xact_start, a.pid, n.nspname, c.relname

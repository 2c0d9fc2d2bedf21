/* Who keeps the backend $1 waiting. */
SELECT b.pid,
       a.state,
       a.usename AS user,
       a.application_name AS application,
       pg_catalog.floor (EXTRACT (epoch FROM pg_catalog.clock_timestamp () - a.xact_start))::pg_catalog.int8 AS transaction_s,
       pg_catalog.floor (EXTRACT (epoch FROM pg_catalog.clock_timestamp () - a.state_change))::pg_catalog.int8 AS state_s,
       a.query
FROM pg_catalog.unnest (pg_catalog.pg_blocking_pids ($1::pg_catalog.int4)) WITH ORDINALITY b (pid, place)
     LEFT JOIN pg_catalog.pg_stat_activity a ON a.pid = b.pid
ORDER BY b.place

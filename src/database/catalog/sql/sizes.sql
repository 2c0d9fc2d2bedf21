/* Rows (the planner's estimate), bytes (with indexes and TOAST), and reads and writes of a second of each table; of a
   partitioned one, those of its partitions. Counted since the statistics were reset, or for a day at least. May the
   role alter it? Not known (NULL) where someone holds or awaits an ACCESS EXCLUSIVE lock: asking
   would wait for it. */
WITH RECURSIVE locked AS MATERIALIZED (
  SELECT l.relation
  FROM pg_catalog.pg_locks l
  WHERE l.mode = 'AccessExclusiveLock' AND l.pid <> pg_catalog.pg_backend_pid ()
), counted AS MATERIALIZED (
  SELECT EXTRACT (epoch FROM pg_catalog.clock_timestamp () - COALESCE (d.stats_reset, LEAST (pg_catalog.pg_postmaster_start_time (),
                                                                       pg_catalog.clock_timestamp () - interval '1 day')))::pg_catalog.float8 AS seconds
  FROM pg_catalog.pg_stat_database d
  WHERE d.datname = pg_catalog.current_database ()
), own AS MATERIALIZED (
  SELECT c.oid, n.nspname, c.relname, c.relkind,
         pg_catalog.pg_has_role (c.relowner, 'USAGE') AS may_alter,
         (s.seq_scan + COALESCE (s.idx_scan, 0) + s.n_tup_ins + s.n_tup_upd + s.n_tup_del)::pg_catalog.float8 AS uses,
         CASE WHEN c.reltuples < 0 THEN NULL
              WHEN c.reltuples = 0 AND c.relpages = 0 THEN NULL  -- before 14
              ELSE c.reltuples::pg_catalog.int8 END AS n_rows,
         CASE WHEN c.oid NOT IN (SELECT relation FROM locked WHERE relation IS NOT NULL)
              THEN pg_catalog.pg_total_relation_size (c.oid) END AS size_bytes
  FROM pg_catalog.pg_class c
       JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
       LEFT JOIN pg_catalog.pg_stat_all_tables s ON s.relid = c.oid
  WHERE c.relkind IN ('r', 'p', 'm')
        AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
), part AS (
  SELECT own.oid AS root, own.oid AS member FROM own WHERE own.relkind = 'p'
  UNION ALL
  SELECT part.root, h.inhrelid
  FROM part JOIN pg_catalog.pg_inherits h ON h.inhparent = part.member
), whole AS (
  SELECT part.root,
         pg_catalog.sum (own.n_rows) AS n_rows,
         pg_catalog.sum (own.uses) AS uses,
         pg_catalog.sum (own.size_bytes) AS size_bytes
  FROM part JOIN own ON own.oid = part.member AND own.relkind <> 'p'
  GROUP BY part.root
)
SELECT own.oid,
       own.nspname AS schema,
       own.relname AS name,
       CASE WHEN own.relkind = 'p' THEN COALESCE (own.n_rows, whole.n_rows)
            ELSE own.n_rows END AS n_rows_estimate,
       CASE WHEN own.relkind = 'p' THEN whole.size_bytes ELSE own.size_bytes END AS size_bytes,
       CASE WHEN own.relkind = 'p' THEN whole.uses ELSE own.uses END / GREATEST (counted.seconds, 1) AS uses_per_s,
       own.may_alter
FROM own CROSS JOIN counted LEFT JOIN whole ON whole.root = own.oid

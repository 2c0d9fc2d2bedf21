/* Rows (the planner's estimate) and bytes (with indexes and TOAST) of each table; of a partitioned one,
   those of its partitions. Not known (NULL) where someone holds or awaits an ACCESS EXCLUSIVE lock: asking
   would wait for it. */
WITH RECURSIVE locked AS MATERIALIZED (
  SELECT l.relation
  FROM pg_catalog.pg_locks l
  WHERE l.mode = 'AccessExclusiveLock' AND l.pid <> pg_catalog.pg_backend_pid ()
), own AS MATERIALIZED (
  SELECT c.oid, n.nspname, c.relname, c.relkind,
         CASE WHEN c.reltuples < 0 THEN NULL
              WHEN c.reltuples = 0 AND c.relpages = 0 THEN NULL  -- before 14
              ELSE c.reltuples::pg_catalog.int8 END AS n_rows,
         CASE WHEN c.oid NOT IN (SELECT relation FROM locked WHERE relation IS NOT NULL)
              THEN pg_catalog.pg_total_relation_size (c.oid) END AS size_bytes
  FROM pg_catalog.pg_class c
       JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
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
         pg_catalog.sum (own.size_bytes) AS size_bytes
  FROM part JOIN own ON own.oid = part.member AND own.relkind <> 'p'
  GROUP BY part.root
)
SELECT own.oid,
       own.nspname AS schema,
       own.relname AS name,
       CASE WHEN own.relkind = 'p' THEN COALESCE (own.n_rows, whole.n_rows)
            ELSE own.n_rows END AS n_rows_estimate,
       CASE WHEN own.relkind = 'p' THEN whole.size_bytes ELSE own.size_bytes END AS size_bytes
FROM own LEFT JOIN whole ON whole.root = own.oid

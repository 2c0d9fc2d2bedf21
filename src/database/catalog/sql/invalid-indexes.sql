/* Indexes that a CREATE INDEX CONCURRENTLY or REINDEX CONCURRENTLY left unfinished; those of partitioned tables are
   unfinished by design until each partition has one. */
SELECT n.nspname AS schema,
       c.relname AS name,
       t.relname AS table
FROM pg_catalog.pg_index i
     JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid
     JOIN pg_catalog.pg_class t ON t.oid = i.indrelid
     JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
WHERE NOT i.indisvalid AND c.relkind = 'i' AND n.nspname !~ '^pg_'
ORDER BY n.nspname, c.relname

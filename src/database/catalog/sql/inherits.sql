/* Parents and children: both of tables and of partitioned tables. Children in the order of \d+. */
SELECT h.inhrelid AS child_oid,
       h.inhparent AS parent_oid,
       pg_catalog.quote_ident (pn.nspname) || '.' || pg_catalog.quote_ident (pc.relname) AS parent,
       pg_catalog.quote_ident (cn.nspname) || '.' || pg_catalog.quote_ident (cc.relname) AS child
FROM pg_catalog.pg_inherits h
     JOIN pg_catalog.pg_class cc ON cc.oid = h.inhrelid
     JOIN pg_catalog.pg_class pc ON pc.oid = h.inhparent
     JOIN pg_catalog.pg_namespace cn ON cn.oid = cc.relnamespace
     JOIN pg_catalog.pg_namespace pn ON pn.oid = pc.relnamespace
WHERE cc.relkind IN ('r', 'p', 'f')
      AND pn.nspname !~ '^pg_' AND pn.nspname <> 'information_schema'
ORDER BY h.inhseqno,
         pg_catalog.pg_get_expr (cc.relpartbound, cc.oid) IS NOT DISTINCT FROM 'DEFAULT',
         child

/* Indexes, those of partitioned tables included, primary keys first. */
SELECT i.indrelid AS oid,
       x.relname AS name,
       m.amname AS method,
       ARRAY (SELECT CASE WHEN i.indkey[a.attnum - 1] = 0
                          THEN pg_catalog.pg_get_indexdef (i.indexrelid, a.attnum, true)
                          ELSE (SELECT pg_catalog.quote_ident (t.attname)
                                FROM pg_catalog.pg_attribute t
                                WHERE t.attrelid = i.indrelid AND t.attnum = i.indkey[a.attnum - 1]) END
              FROM pg_catalog.pg_attribute a
              WHERE a.attrelid = i.indexrelid AND a.attnum > 0
              ORDER BY a.attnum) AS columns,
       ARRAY (SELECT a.attname
              FROM pg_catalog.pg_attribute a
              WHERE a.attrelid = i.indexrelid AND a.attnum > 0
              ORDER BY a.attnum) AS column_names,
       ARRAY (SELECT pg_catalog.format_type (a.atttypid, a.atttypmod)
              FROM pg_catalog.pg_attribute a
              WHERE a.attrelid = i.indexrelid AND a.attnum > 0
              ORDER BY a.attnum) AS column_types,
       ARRAY (SELECT COALESCE (a.attstattarget, -1)
              FROM pg_catalog.pg_attribute a
              WHERE a.attrelid = i.indexrelid AND a.attnum > 0
              ORDER BY a.attnum) AS column_statistics,
       i.indnkeyatts AS n_key_columns,
       pg_catalog.pg_get_expr (i.indpred, i.indrelid, true) AS predicate,
       pg_catalog.pg_get_indexdef (i.indexrelid, 0, true) AS definition,
       i.indisunique AS is_unique,
       i.indisprimary AS is_primary,
       i.indisvalid AS is_valid,
       i.indisclustered AS is_clustered,
       i.indisreplident AS is_replica_identity,
       x.relkind = 'I' AS is_partitioned,
       i.indnullsnotdistinct AS has_nulls_not_distinct,  -- since 15
       false AS has_nulls_not_distinct,                  -- before 15
       (SELECT pg_catalog.count (*)
        FROM pg_catalog.pg_inherits h
        WHERE x.relkind = 'I' AND h.inhparent = i.indexrelid) AS n_partitions,
       (SELECT pg_catalog.quote_ident (pn.nspname) || '.' || pg_catalog.quote_ident (pc.relname)
        FROM pg_catalog.pg_inherits h
             JOIN pg_catalog.pg_class pc ON pc.oid = h.inhparent
             JOIN pg_catalog.pg_namespace pn ON pn.oid = pc.relnamespace
        WHERE x.relispartition AND h.inhrelid = i.indexrelid) AS parent,
       s.spcname AS tablespace,
       r.conname AS constraint,
       pg_catalog.pg_relation_size (i.indexrelid) AS size_bytes,
       d.description AS comment
FROM pg_catalog.pg_index i
     JOIN pg_catalog.pg_class x ON x.oid = i.indexrelid
     JOIN pg_catalog.pg_namespace n ON n.oid = x.relnamespace
     JOIN pg_catalog.pg_am m ON m.oid = x.relam
     LEFT JOIN pg_catalog.pg_tablespace s ON s.oid = x.reltablespace
     LEFT JOIN pg_catalog.pg_constraint r ON r.conindid = i.indexrelid AND r.conrelid = i.indrelid
                                             AND r.contype IN ('p', 'u', 'x')
     LEFT JOIN pg_catalog.pg_description d ON d.classoid = 'pg_catalog.pg_class'::pg_catalog.regclass
                                              AND d.objoid = i.indexrelid AND d.objsubid = 0
WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
ORDER BY i.indrelid, i.indisprimary DESC, x.relname

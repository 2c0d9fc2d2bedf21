/* Constraints of tables; constraint triggers are triggers. */
SELECT r.conrelid AS oid,
       r.contype AS kind,
       r.confrelid AS referenced_oid,
       r.conname AS name,
       ARRAY (SELECT a.attname
              FROM pg_catalog.unnest (r.conkey) WITH ORDINALITY k (attnum, place)
                   JOIN pg_catalog.pg_attribute a ON a.attrelid = r.conrelid AND a.attnum = k.attnum
              ORDER BY k.place) AS columns,
       pg_catalog.pg_get_constraintdef (r.oid, true) AS definition,
       fn.nspname AS referenced_schema,
       fc.relname AS referenced_table,
       CASE WHEN r.contype = 'f'
            THEN ARRAY (SELECT a.attname
                        FROM pg_catalog.unnest (r.confkey) WITH ORDINALITY k (attnum, place)
                             JOIN pg_catalog.pg_attribute a ON a.attrelid = r.confrelid
                                                               AND a.attnum = k.attnum
                        ORDER BY k.place) END AS referenced_columns,
       CASE WHEN r.contype = 'f'
            THEN CASE r.confdeltype WHEN 'r' THEN 'RESTRICT' WHEN 'c' THEN 'CASCADE'
                                    WHEN 'n' THEN 'SET NULL' WHEN 'd' THEN 'SET DEFAULT'
                                    ELSE 'NO ACTION' END END AS on_delete,
       CASE WHEN r.contype = 'f'
            THEN CASE r.confupdtype WHEN 'r' THEN 'RESTRICT' WHEN 'c' THEN 'CASCADE'
                                    WHEN 'n' THEN 'SET NULL' WHEN 'd' THEN 'SET DEFAULT'
                                    ELSE 'NO ACTION' END END AS on_update,
       r.convalidated AS is_valid,
       r.condeferrable AS is_deferrable,
       r.condeferred AS is_deferred,
       r.conparentid <> 0 OR NOT r.conislocal AS is_inherited,
       CASE WHEN r.contype IN ('p', 'u', 'x') THEN i.relname END AS index,
       d.description AS comment
FROM pg_catalog.pg_constraint r
     JOIN pg_catalog.pg_class c ON c.oid = r.conrelid
     JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
     LEFT JOIN pg_catalog.pg_class fc ON fc.oid = r.confrelid
     LEFT JOIN pg_catalog.pg_namespace fn ON fn.oid = fc.relnamespace
     LEFT JOIN pg_catalog.pg_class i ON i.oid = r.conindid
     LEFT JOIN pg_catalog.pg_description d ON d.classoid = 'pg_catalog.pg_constraint'::pg_catalog.regclass
                                              AND d.objoid = r.oid AND d.objsubid = 0
WHERE r.contype IN ('c', 'n', 'p', 'u', 'f', 'x')
      AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
ORDER BY r.conrelid, pg_catalog.strpos ('puxfcn', r.contype::text), r.conname

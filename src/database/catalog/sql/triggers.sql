/* Triggers that someone made, those that partitions got from their parent, and internal ones that
   someone disabled: what \d lists. */
SELECT t.tgrelid AS oid,
       t.tgname AS name,
       pg_catalog.pg_get_triggerdef (t.oid, true) AS definition,
       t.tgfoid::pg_catalog.regproc AS function,
       CASE t.tgenabled WHEN 'D' THEN 'disabled' WHEN 'R' THEN 'replica'
                        WHEN 'A' THEN 'always' ELSE 'origin' END AS enabled,
       t.tgisinternal AS is_internal,                        -- since 15
       t.tgisinternal AND t.tgparentid = 0 AS is_internal,   -- before 15
       CASE WHEN t.tgparentid <> 0
            THEN (SELECT pg_catalog.quote_ident (n.nspname) || '.' || pg_catalog.quote_ident (c.relname)
                  FROM pg_catalog.pg_partition_ancestors (t.tgrelid) WITH ORDINALITY a (relid, depth)
                       JOIN pg_catalog.pg_trigger u ON u.tgrelid = a.relid AND u.tgname = t.tgname
                       JOIN pg_catalog.pg_class c ON c.oid = a.relid
                       JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
                  WHERE u.tgparentid = 0
                  ORDER BY a.depth LIMIT 1) END AS parent,
       d.description AS comment
FROM pg_catalog.pg_trigger t
     LEFT JOIN pg_catalog.pg_description d ON d.classoid = 'pg_catalog.pg_trigger'::pg_catalog.regclass
                                              AND d.objoid = t.oid AND d.objsubid = 0
WHERE NOT t.tgisinternal OR t.tgenabled = 'D'
      OR EXISTS (SELECT                                                          -- before 15
                 FROM pg_catalog.pg_depend x                                     -- before 15
                 WHERE x.objid = t.oid                                           -- before 15
                       AND x.refclassid = 'pg_catalog.pg_trigger'::pg_catalog.regclass)  -- before 15
ORDER BY t.tgrelid, t.tgname

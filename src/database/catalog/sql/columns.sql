/* Columns of tables, views and composite types, in their order. */
SELECT a.attrelid AS oid,
       a.attname AS name,
       pg_catalog.format_type (a.atttypid, a.atttypmod) AS type,
       NOT a.attnotnull AS is_nullable,
       CASE WHEN a.attgenerated = ''
            THEN pg_catalog.pg_get_expr (b.adbin, b.adrelid, true) END AS default_expression,
       CASE a.attidentity WHEN 'a' THEN 'always' WHEN 'd' THEN 'by default' END AS identity,
       CASE WHEN a.attgenerated <> ''
            THEN pg_catalog.pg_get_expr (b.adbin, b.adrelid, true) END AS generated,
       a.attgenerated = 'v' AS is_generated_virtual,
       l.collname AS collation,
       CASE WHEN NOT pg_catalog.pg_collation_is_visible (l.oid)
            THEN (SELECT nspname FROM pg_catalog.pg_namespace
                  WHERE oid = l.collnamespace) END AS collation_schema,
       CASE a.attstorage WHEN 'p' THEN 'plain' WHEN 'e' THEN 'external'
                         WHEN 'm' THEN 'main' ELSE 'extended' END AS storage,
       a.attstorage <> t.typstorage AS has_own_storage,
       CASE a.attcompression WHEN 'p' THEN 'pglz' WHEN 'l' THEN 'lz4' END AS compression,  -- since 14
       NULL AS compression,                                                                -- before 14
       COALESCE (a.attstattarget, -1) AS statistics_target,
       /* Minor releases of 2026 keep a version of their own there, which pg_dump leaves out too. */
       CASE WHEN a.attoptions::pg_catalog.text !~ '^\{pg_attver=[0-9]+\}$'
            THEN ARRAY (SELECT o
                        FROM pg_catalog.unnest (a.attoptions) o
                        WHERE o !~ '^pg_attver=') END AS options,
       CASE WHEN a.attfdwoptions IS NOT NULL
            THEN (SELECT pg_catalog.string_agg (pg_catalog.quote_ident (o.option_name) || ' ' ||
                                                pg_catalog.quote_literal (o.option_value), ', ')
                  FROM pg_catalog.pg_options_to_table (a.attfdwoptions) o) END AS fdw_options,
       NOT a.attislocal AS is_inherited,
       d.description AS comment
FROM pg_catalog.pg_attribute a
     JOIN pg_catalog.pg_class c ON c.oid = a.attrelid
     JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
     JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
     LEFT JOIN pg_catalog.pg_attrdef b ON b.adrelid = a.attrelid AND b.adnum = a.attnum AND a.atthasdef
     LEFT JOIN pg_catalog.pg_collation l ON l.oid = a.attcollation
                                            AND a.attcollation <> t.typcollation
     LEFT JOIN pg_catalog.pg_description d ON d.classoid = 'pg_catalog.pg_class'::pg_catalog.regclass
                                              AND d.objoid = a.attrelid AND d.objsubid = a.attnum
WHERE a.attnum > 0 AND NOT a.attisdropped
      AND c.relkind IN ('r', 'p', 'f', 'v', 'm', 'c')
      AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
ORDER BY a.attrelid, a.attnum

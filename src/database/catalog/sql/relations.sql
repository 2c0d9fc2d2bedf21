/* Tables, partitioned and foreign tables, views and materialized views. */
SELECT c.oid,
       c.relkind AS kind,
       n.nspname AS schema,
       c.relname AS name,
       CASE WHEN c.relkind IN ('v', 'm')
            THEN pg_catalog.pg_get_viewdef (c.oid, true) END AS definition,
       CASE WHEN c.relkind = 'p' THEN pg_catalog.pg_get_partkeydef (c.oid) END AS partition_key,
       CASE WHEN c.relispartition
            THEN pg_catalog.pg_get_expr (c.relpartbound, c.oid) END AS partition_bound,
       COALESCE (h.inhdetachpending, false) AS is_detach_pending,  -- since 14
       false AS is_detach_pending,                                 -- before 14
       pg_catalog.pg_get_userbyid (c.relowner) AS owner,
       s.spcname AS tablespace,
       m.amname AS access_method,
       CASE c.relpersistence WHEN 'u' THEN 'unlogged' WHEN 't' THEN 'temporary'
                             ELSE 'permanent' END AS persistence,
       c.reloptions || ARRAY (SELECT 'toast.' || o
                              FROM pg_catalog.unnest (t.reloptions) o) AS options,
       CASE WHEN c.relkind IN ('r', 'p', 'm')
            THEN CASE c.relreplident WHEN 'f' THEN 'full' WHEN 'n' THEN 'nothing'
                                     WHEN 'i' THEN 'index' END END AS replica_identity,
       c.relrowsecurity AS has_row_security,
       c.relforcerowsecurity AS forces_row_security,
       CASE WHEN c.reloftype <> 0
            THEN pg_catalog.format_type (c.reloftype, NULL) END AS of_type,
       v.srvname AS server,
       (SELECT pg_catalog.string_agg (pg_catalog.quote_ident (o.option_name) || ' ' ||
                                      pg_catalog.quote_literal (o.option_value), ', ')
        FROM pg_catalog.pg_options_to_table (f.ftoptions) o) AS fdw_options,
       e.extname AS extension,
       d.description AS comment
FROM pg_catalog.pg_class c
     JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
     LEFT JOIN pg_catalog.pg_class t ON t.oid = c.reltoastrelid
     LEFT JOIN pg_catalog.pg_tablespace s ON s.oid = c.reltablespace
     LEFT JOIN pg_catalog.pg_am m ON m.oid = c.relam
     LEFT JOIN pg_catalog.pg_inherits h ON c.relispartition AND h.inhrelid = c.oid
     LEFT JOIN pg_catalog.pg_foreign_table f ON f.ftrelid = c.oid
     LEFT JOIN pg_catalog.pg_foreign_server v ON v.oid = f.ftserver
     LEFT JOIN pg_catalog.pg_depend x ON x.classid = 'pg_catalog.pg_class'::pg_catalog.regclass
                                         AND x.objid = c.oid AND x.objsubid = 0
                                         AND x.deptype = 'e'
     LEFT JOIN pg_catalog.pg_extension e ON e.oid = x.refobjid
     LEFT JOIN pg_catalog.pg_description d ON d.classoid = 'pg_catalog.pg_class'::pg_catalog.regclass
                                              AND d.objoid = c.oid AND d.objsubid = 0
WHERE c.relkind IN ('r', 'p', 'f', 'v', 'm')
      AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
ORDER BY n.nspname, c.relname

/* Where a name without a schema is looked for. */
SELECT pg_catalog.current_schemas (false)::text AS search_path

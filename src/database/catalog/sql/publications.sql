/* Publications that a table is in, as \d writes them. */
WITH published AS (
  SELECT c.oid, p.pubname, NULL AS columns, NULL AS filter                                      -- since 15
  FROM pg_catalog.pg_publication p                                                              -- since 15
       JOIN pg_catalog.pg_publication_namespace s ON s.pnpubid = p.oid                          -- since 15
       JOIN pg_catalog.pg_class c ON c.relnamespace = s.pnnspid                                 -- since 15
  WHERE pg_catalog.pg_relation_is_publishable (c.oid)                                           -- since 15
  UNION                                                                                         -- since 15
  SELECT r.prrelid, p.pubname,
         (SELECT pg_catalog.string_agg (a.attname, ', ' ORDER BY k.place)                       -- since 15
          FROM pg_catalog.unnest (r.prattrs::pg_catalog.int2[]) WITH ORDINALITY k (attnum, place)  -- since 15
               JOIN pg_catalog.pg_attribute a ON a.attrelid = r.prrelid                         -- since 15
                                                 AND a.attnum = k.attnum),                      -- since 15
         pg_catalog.pg_get_expr (r.prqual, r.prrelid)                                           -- since 15
         NULL, NULL                                                                             -- before 15
  FROM pg_catalog.pg_publication p
       JOIN pg_catalog.pg_publication_rel r ON r.prpubid = p.oid
  UNION
  SELECT c.oid, p.pubname, NULL, NULL
  FROM pg_catalog.pg_publication p
       JOIN pg_catalog.pg_class c ON c.relkind IN ('r', 'p')
  WHERE p.puballtables AND pg_catalog.pg_relation_is_publishable (c.oid)
)
SELECT p.oid,
       pg_catalog.array_agg ('"' || p.pubname || '"' || COALESCE (' (' || p.columns || ')', '')
                             || COALESCE (' WHERE ' || p.filter, '') ORDER BY p.pubname) AS publications
FROM published p
GROUP BY p.oid

/* What analysis/locks has to know of PostgreSQL's own functions, casts and operator classes.
   Columns: kind text, name text, detail text.
   - version: the major version
   - volatile, steady: a function that SQL can call; volatile when one of its namesakes is
   - binary: a cast (from name to detail) that keeps the bytes
   - base: a type that is none of arrays or rows; detail: text, when every type can be assigned to it
   - assign: a cast (from name to detail) that an assignment makes by itself
   - opclass: of a type (name) that such a cast begins or ends at, or that a time zone may keep:
     "method class", its default operator class for an index of that method */
WITH callable AS (
  SELECT proname, bool_or(provolatile = 'v') AS is_volatile
  FROM pg_catalog.pg_proc
  WHERE pronamespace = 'pg_catalog'::regnamespace AND prokind = 'f'
    AND prorettype NOT IN ('internal'::regtype, 'cstring'::regtype, 'trigger'::regtype,
                           'event_trigger'::regtype, 'language_handler'::regtype)
    AND NOT ARRAY['internal'::regtype::oid, 'cstring'::regtype::oid] && proargtypes::oid[]
  GROUP BY proname
), binaries AS (
  SELECT castsource, casttarget
  FROM pg_catalog.pg_cast
  WHERE castmethod = 'b' AND castcontext IN ('i', 'a')
), typed AS (
  SELECT castsource AS type FROM binaries
  UNION SELECT casttarget FROM binaries
  UNION VALUES ('timestamp'::regtype), ('timestamptz'::regtype)
), classes AS (
  SELECT DISTINCT ON (t.type, c.opcmethod) t.type, m.amname, c.opcname
  FROM typed t
  CROSS JOIN pg_catalog.pg_opclass c
  JOIN pg_catalog.pg_am m ON m.oid = c.opcmethod
  JOIN pg_catalog.pg_type input ON input.oid = c.opcintype
  LEFT JOIN binaries b ON b.castsource = t.type AND b.casttarget = c.opcintype
  WHERE c.opcdefault AND (c.opcintype = t.type OR b.casttarget IS NOT NULL)
  ORDER BY t.type, c.opcmethod, c.opcintype <> t.type, NOT input.typispreferred
)
SELECT 'version', split_part(current_setting('server_version'), '.', 1), ''
UNION ALL
SELECT CASE WHEN is_volatile THEN 'volatile' ELSE 'steady' END, proname, '' FROM callable
UNION ALL
SELECT 'binary', s.typname, t.typname
FROM binaries
JOIN pg_catalog.pg_type s ON s.oid = castsource
JOIN pg_catalog.pg_type t ON t.oid = casttarget
UNION ALL
SELECT 'assign', s.typname, t.typname
FROM pg_catalog.pg_cast
JOIN pg_catalog.pg_type s ON s.oid = castsource
JOIN pg_catalog.pg_type t ON t.oid = casttarget
WHERE castcontext IN ('i', 'a') AND castsource <> casttarget
UNION ALL
SELECT 'base', t.typname, CASE WHEN typcategory = 'S' THEN 'text' ELSE '' END
FROM pg_catalog.pg_type t
WHERE typtype = 'b' AND typelem = 0 AND typnamespace = 'pg_catalog'::regnamespace
UNION ALL
SELECT 'opclass', t.typname, amname || ' ' || opcname
FROM classes
JOIN pg_catalog.pg_type t ON t.oid = type
ORDER BY 1, 2, 3

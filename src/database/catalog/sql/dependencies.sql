/* Which object needs which other one to be made, the parts of an object counted as the object. Foreign
   keys, indexes, triggers and policies are made later, and a sequence is given to its column later. */
WITH part (classid, objid, owner_classid, owner) AS (
  SELECT 'pg_catalog.pg_rewrite'::pg_catalog.regclass, r.oid,
         'pg_catalog.pg_class'::pg_catalog.regclass, r.ev_class
  FROM pg_catalog.pg_rewrite r
  UNION ALL
  SELECT 'pg_catalog.pg_attrdef'::pg_catalog.regclass, b.oid,
         'pg_catalog.pg_class'::pg_catalog.regclass, b.adrelid
  FROM pg_catalog.pg_attrdef b
  UNION ALL
  SELECT 'pg_catalog.pg_constraint'::pg_catalog.regclass, r.oid,
         CASE WHEN r.conrelid <> 0 THEN 'pg_catalog.pg_class'::pg_catalog.regclass
              ELSE 'pg_catalog.pg_type'::pg_catalog.regclass END,
         CASE WHEN r.conrelid <> 0 THEN r.conrelid ELSE r.contypid END
  FROM pg_catalog.pg_constraint r
  WHERE r.contype <> 'f'
  UNION ALL
  SELECT 'pg_catalog.pg_type'::pg_catalog.regclass, t.oid,
         CASE WHEN e.typrelid <> 0 THEN 'pg_catalog.pg_class'::pg_catalog.regclass
              ELSE 'pg_catalog.pg_type'::pg_catalog.regclass END,
         CASE WHEN e.typrelid <> 0 THEN e.typrelid ELSE e.oid END
  FROM pg_catalog.pg_type t
       JOIN pg_catalog.pg_type e ON e.oid = CASE WHEN t.typcategory = 'A' THEN t.typelem ELSE t.oid END
)
SELECT DISTINCT
       COALESCE (p.owner_classid, d.classid)::pg_catalog.oid AS class,
       COALESCE (p.owner, d.objid) AS oid,
       COALESCE (r.owner_classid, d.refclassid)::pg_catalog.oid AS needed_class,
       COALESCE (r.owner, d.refobjid) AS needed_oid
FROM pg_catalog.pg_depend d
     LEFT JOIN part p ON p.classid = d.classid AND p.objid = d.objid
     LEFT JOIN part r ON r.classid = d.refclassid AND r.objid = d.refobjid
     LEFT JOIN pg_catalog.pg_sequence s ON d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass
                                           AND s.seqrelid = d.objid
WHERE d.objid >= 16384 AND d.refobjid >= 16384
      AND (s.seqrelid IS NULL OR d.refclassid <> 'pg_catalog.pg_class'::pg_catalog.regclass)
      AND COALESCE (p.owner, d.objid) <> COALESCE (r.owner, d.refobjid)
ORDER BY 1, 2, 3, 4

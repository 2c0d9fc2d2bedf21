/* Policies of row security. */
SELECT p.polrelid AS oid,
       p.polname AS name,
       p.polpermissive AS is_permissive,
       CASE p.polcmd WHEN 'r' THEN 'SELECT' WHEN 'a' THEN 'INSERT' WHEN 'w' THEN 'UPDATE'
                     WHEN 'd' THEN 'DELETE' ELSE 'ALL' END AS command,
       CASE WHEN p.polroles = '{0}' THEN ARRAY['public'::name]
            ELSE ARRAY (SELECT r.rolname
                        FROM pg_catalog.pg_roles r
                        WHERE r.oid = ANY (p.polroles)
                        ORDER BY r.rolname) END AS roles,
       pg_catalog.pg_get_expr (p.polqual, p.polrelid) AS using_expression,
       pg_catalog.pg_get_expr (p.polwithcheck, p.polrelid) AS check_expression,
       d.description AS comment
FROM pg_catalog.pg_policy p
     LEFT JOIN pg_catalog.pg_description d ON d.classoid = 'pg_catalog.pg_policy'::pg_catalog.regclass
                                              AND d.objoid = p.oid AND d.objsubid = 0
ORDER BY p.polrelid, p.polname

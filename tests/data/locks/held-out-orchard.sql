-- SPDX-License-Identifier: GPL-3.0-or-later
-- Written from what is known of policies, publications, statistics, event triggers, extensions and ALTER TABLE of PostgreSQL 15 to 18, before the
-- rules were looked at; some 55 of the statements after the first of them had been run once. First pass on servers 15, 17 and 18: heavy 41 of 41
-- found, light 2 of 220 accused, 5 of 259 told otherwise than seen. One statement a line, undone afterwards; those with + are sent before the next one.
-- Policies
create policy by_kind on trees for select using (kind = 'apple')
create policy by_grower on trees to picker using (grower in (select id from growers))
create policy bottles_of on cellar.bottles for insert with check (exists (select from cellar.barrels r where r.id = barrel))
create policy all_picks on picks using (basket > 0)
create policy old_picks on picks_old using (true)
alter policy own_trees on trees using (height > 1)
alter policy own_trees on trees using (exists (select from growers g where g.id = grower))
alter policy own_trees on trees to keeper
alter policy own_trees on trees rename to their_trees
alter policy all_growers on growers using (true)
drop policy own_trees on trees
drop policy if exists nobody on trees
drop policy if exists nobody on nothing
comment on policy own_trees on trees is 'whose they are'
alter table trees enable row level security
alter table trees force row level security
alter table growers disable row level security
alter table growers no force row level security
drop function mine(text) cascade
drop role if exists nobody
drop owned by picker
reassign owned by keeper to picker
-- Publications
create publication sold for table trees
create publication sold for table only cellar.bottles, growers
create publication sold for table cellar.bottles
create publication sold for table picks_old, shelf with (publish = 'insert')
create publication sold for tables in schema cellar
create publication sold for table trees where (height > 3)
create publication sold for table trees (id, kind)
create publication nothing
alter publication harvest add table shelf
alter publication harvest add table only cellar.bottles
alter publication harvest add tables in schema cellar
alter publication harvest drop table trees
alter publication harvest set table growers
alter publication harvest set table trees, shelf_log
alter publication harvest set (publish = 'insert, update')
alter publication harvest rename to gathered
alter publication harvest owner to current_user
drop publication harvest
drop publication harvest, everything
comment on publication harvest is 'what is picked'
-- Statistics
create statistics kinds_by_height on kind, height from trees
create statistics cellar.sizes (ndistinct, mcv) on size, price from cellar.bottles
create statistics baskets on basket, day from picks
create statistics upper_code on (upper(code)) from trees
create statistics of_yields on tree, total from yields
create statistics if not exists trees_kinds on kind, planted from trees
alter statistics trees_kinds set statistics 300
alter statistics trees_kinds rename to tree_kinds
alter statistics trees_kinds set schema cellar
alter statistics trees_kinds owner to current_user
drop statistics trees_kinds
drop statistics if exists nothing
comment on statistics trees_kinds is 'what goes together'
-- Event triggers
create event trigger watching on ddl_command_end execute function watch()
create event trigger dropping on sql_drop when tag in ('DROP TABLE') execute function watch()
+ create event trigger watching on ddl_command_end execute function watch()
alter event trigger watching disable
+ create event trigger watching on ddl_command_end execute function watch()
drop event trigger watching
drop function watch()
-- Extensions
create extension if not exists citext
create extension pg_trgm
create extension btree_gist schema cellar
drop extension citext cascade
drop extension if exists hstore
alter extension citext update
alter extension citext set schema cellar
alter extension citext add table shelf
alter extension citext add function stamp()
alter extension citext add view heavy
comment on extension citext is 'letters of either case'
-- Triggers and rules
create trigger t after insert on cellar.bottles for each row execute function stamp()
create or replace trigger trees_seen before insert on trees for each row execute function stamp()
create trigger t before insert on picks for each row execute function stamp()
create trigger t after truncate on shelf for each statement execute function stamp()
create trigger t instead of insert on heavy for each row execute function stamp()
create constraint trigger t after insert on cellar.bottles from cellar.barrels deferrable for each row execute function stamp()
alter trigger trees_seen on trees rename to seen_tree
drop trigger trees_seen on trees
drop trigger if exists trees_seen on growers
drop function stamp() cascade
alter table trees disable trigger trees_seen
alter table trees enable always trigger trees_seen
alter table picks disable trigger user
comment on trigger trees_seen on trees is 'when'
create rule r as on insert to shelf do also insert into shelf_log values (new.id, new.place)
create or replace rule no_planting as on delete to growers do instead nothing
alter rule no_planting on growers rename to planting
drop rule no_planting on growers
alter table growers disable rule no_planting
create rule "_RETURN" as on select to heavy do instead select * from trees
-- Columns, constraints, indexes
alter table trees add column area double precision generated always as (height * 2) stored
alter table trees add column serial_no citext not null default 'x'
alter table growers alter column name type text
alter table growers alter column mail type citext
alter table trees alter column label type text
alter table trees alter column code type varchar(40)
alter table trees alter column code type text
alter table trees alter column code type varchar(10)
alter table trees alter column extent type text using extent::text
alter table cellar.bottles alter column price type numeric(8,2)
alter table cellar.bottles alter column price type numeric(10,2)
alter table cellar.bottles add column bottled date default current_date
alter table only cellar.bottles add constraint c check (size > 0) no inherit
alter table cellar.bottles add constraint c check (size > 0)
alter table cellar.bottles drop constraint from_barrel
alter table cellar.barrels drop constraint barrels_pkey cascade
alter table cellar.bottles validate constraint from_barrel
alter table cellar.bottles alter constraint from_barrel deferrable initially deferred
alter table cellar.bottles rename constraint from_barrel to barrel_of
alter table cellar.barrels rename column kind to sort
alter table cellar.barrels set schema public
alter table cellar.spoiled no inherit cellar.bottles
alter table cellar.barrels alter column kind drop not null
alter table cellar.barrels alter column volume set storage main
alter table cellar.barrels alter column secret set compression pglz
alter table cellar.barrels alter column secret set (n_distinct = 5)
alter table cellar.barrels set (fillfactor = 70)
alter table cellar.barrels set (autovacuum_enabled = off, toast.autovacuum_enabled = off)
alter table cellar.barrels reset (fillfactor)
alter table trees cluster on trees_grower
alter table trees set without cluster
alter table trees replica identity using index trees_pkey
alter table shelf_log replica identity default
alter table shelf add primary key using index shelf_place
alter table shelf add constraint shelf_key unique using index shelf_place
alter table shelf_log of span
alter table pairs not of
alter table trees set logged
alter table shelf set unlogged
alter table shelf set access method heap
alter table trees alter column id restart with 100
alter table trees alter column id set generated always
alter table trees alter column id drop identity
alter table cellar.barrels alter column id add generated always as identity
alter sequence cellar.numbers owned by cellar.barrels.id
alter sequence cellar.numbers restart
alter sequence cellar.numbers as int
alter sequence trees_id_seq increment by 5
alter index trees_code rename to code_of_trees
alter index trees_code set (fillfactor = 60)
alter index trees_code set tablespace pg_default
alter index picks_basket alter column 1 set statistics 5
create index on cellar.bottles (size)
create index on picks (amount)
create index on only picks (amount)
create unique index on growers (lower(mail)) include (born)
create index on yields (total)
reindex index trees_code
reindex table cellar.bottles
reindex table picks
reindex index picks_basket
drop index trees_code
drop index picks_basket
drop index yields_tree
alter table picks attach partition picks_next for values from ('2025-01-01') to ('2026-01-01')
alter table picks detach partition picks_old
alter table picks_now add column extra int
alter table picks add constraint c check (basket > 0) not valid
alter table picks alter column basket set not null
alter table picks add foreign key (basket) references shelf (place)
alter table picks drop constraint picks_tree_fkey
drop table picks_now
create table picks_rest partition of picks default
create table picks_2025 partition of picks for values from ('2025-01-01') to ('2026-01-01')
truncate picks_old
truncate trees cascade
truncate only cellar.bottles
-- Types, views, what depends
alter type fruit add value 'quince'
alter type fruit rename value 'plum' to 'prune'
alter type span add attribute mid int cascade
alter type span rename attribute low to least cascade
alter type span alter attribute low type bigint cascade
drop type span cascade
alter domain weight add constraint light check (value < 900)
alter domain weight add constraint light check (value < 900) not valid
alter domain weight drop constraint weight_check
alter domain weight set not null
alter domain tag set default 'none'
alter domain tag rename to mark
drop domain tag cascade
create or replace view heavy as select * from trees where height > 12
alter view heavy set (security_barrier = true)
alter view heavy rename column height to size
alter view heavy alter column kind set default 'pear'
alter view cellar.stock set schema public
drop view heavy
drop view cellar.stock cascade
alter materialized view yields rename to harvests
alter materialized view yields set (fillfactor = 90)
refresh materialized view yields
refresh materialized view concurrently yields
refresh materialized view yields with no data
drop materialized view yields
drop schema cellar cascade
alter schema cellar rename to basement
comment on column cellar.barrels.volume is 'litres'
comment on constraint from_barrel on cellar.bottles is 'where from'
comment on index trees_code is 'short'
comment on materialized view yields is 'sums'
comment on domain weight is 'kilograms'
grant select on trees to picker
grant select (id, kind) on trees to picker
revoke all on all tables in schema cellar from picker
alter default privileges in schema cellar grant select on tables to picker
alter table trees owner to keeper
lock table heavy in share mode
lock table only cellar.bottles
create table copy_of (like trees including all)
create table copied as select * from cellar.stock
select * into taken from yields
create table magnum (check (size > 3)) inherits (cellar.bottles)
create temporary table picked as table picks_old
-- Rows
update cellar.bottles set size = 1
delete from trees where id < 10
delete from only cellar.bottles
insert into shelf_log select id, place from shelf
merge into shelf s using shelf_log l on s.id = l.id when matched then update set place = l.place when not matched then insert values (l.id, l.place, null)
with gone as (delete from picks where day < '2020-01-01' returning tree) update trees set height = 0 from gone where gone.tree = id
insert into heavy (kind, height) values ('pear', 20)
update heavy set height = 30
select * from trees for no key update
select s.id from cellar.stock s for share of s
copy cellar.barrels to '/dev/null'
do $$ begin update shelf set note = 'x'; end $$
do $$ begin alter table shelf add column extra int default 1; create index on shelf_log (place); end $$
do $$ declare r record; begin for r in select id from trees loop update shelf set place = r.id; end loop; end $$
-- Where servers differ
analyze trees
analyze picks
analyze cellar.bottles
analyze yields, trees (kind)
alter table picks set access method heap
alter table picks add foreign key (basket) references shelf (place) not valid
alter table picks add constraint f foreign key (basket) references shelf (place) on delete set null
alter table picks drop constraint picks_pkey
alter table picks add constraint u unique (basket, day)
alter table only picks alter column basket set not null
alter table picks_old alter column basket set not null
alter table picks_old alter column amount drop not null
alter table trees alter column planted set not null
alter table trees alter column kind drop not null
alter table cellar.bottles alter column size set not null
alter table only cellar.bottles alter column size set not null
alter table cellar.spoiled alter column size set not null
alter table cellar.bottles alter column id drop not null
alter table shelf add primary key (id)
alter table shelf add column nr serial primary key
alter table shelf_log alter column id drop not null, alter column place drop not null
+ alter table trees add constraint planted_there check (planted is not null) not valid
alter table trees alter column planted set not null
+ alter table trees add constraint planted_there check (planted is not null)
alter table trees alter column planted set not null
+ create table cask (id int not null, barrel int, size int, price weight, printed tag)
alter table cask inherit cellar.bottles
+ create table late (like picks including all)
alter table picks attach partition late default
alter table cellar.bottles add column id2 int not null default 3
alter table cellar.bottles add column size int
alter table picks add column extra int not null default 1, add check (extra > 0)
alter table picks add column made timestamptz default clock_timestamp()
alter table picks alter column basket type bigint
alter table picks alter column basket type text
alter table picks rename column basket to crate
alter table picks rename to harvested
alter table picks_old rename to picks_before
alter table picks enable row level security
alter table picks owner to keeper
alter table picks set schema cellar
alter table picks set (autovacuum_enabled = off)
alter table picks_old set (fillfactor = 50)
alter table picks replica identity full
alter table picks alter column basket set default 4
alter table picks alter column basket set statistics 20
alter table picks cluster on picks_basket
cluster trees using trees_grower
cluster shelf_log
alter table only picks add constraint c check (basket < 5)
alter table picks_old add constraint c check (basket < 5)
alter table picks_old add foreign key (basket) references shelf (place)
alter table picks_old drop column basket
alter table only picks drop column basket
alter table picks drop column basket
alter table picks drop column tree
alter table trees drop column id cascade
alter table growers drop column id
alter table growers drop column name
drop table growers
drop table growers cascade
drop table shelf, shelf_log
drop table if exists cellar.spoiled, nothing
drop table cellar.bottles
drop table cellar.bottles cascade
drop sequence trees_id_seq
drop sequence cellar.numbers

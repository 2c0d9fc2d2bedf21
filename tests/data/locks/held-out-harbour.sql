-- Statements, one a line; those behind a + are sent before it in the same transaction. SPDX-License-Identifier: GPL-3.0-or-later
alter table ports add column a speed
alter table ports add column a speed default 3
alter table ports add column a list default '{}'
alter table ports add column a int default one()
alter table ports add column a int default tide()
alter table ports add column a int default plus(3)
alter table ports add column a int default plus(one())
alter table ports add column a int default plus(1, tide())
alter table ports add column a int generated always as (plus(id)) stored
alter table ports add column a timestamptz default (now() at time zone 'utc')
alter table ports add column a interval default age(now())
alter table ports add column a int default (random() * 0)::int
alter table ports add column a text default null::text collate "C"
alter table ports add column a berth default row('x', 1)::berth
alter table ports add column a int references ports
alter table ports add column a int references ports default 1
alter table ports add column a int default 1, alter column a set default 2
alter table ports add column a int, drop column a cascade
alter table ports add column a int, alter column name type text, add constraint k check (a is null)
alter table ports drop column note, add column note text
alter table ports drop column place, alter column depth set default 4
alter table ports alter column depth drop default, alter column depth set not null, alter column name drop not null
alter table ports drop column total
alter table ports drop column id
alter table ports drop column name
alter table ports drop column closed
alter table ports drop column depth
alter table ports drop column depth cascade
alter table ports drop column kind
alter table ships drop column sign
alter table ships drop column port
alter table ships drop column port, drop column name
alter table only crew drop column wage
alter table crew drop column wage
alter table officers drop column wage
alter table calls drop column port
alter table calls drop column fee
alter table ports alter column name type varchar(30)
alter table ports alter column name type varchar(15)
alter table ports alter column country type char(3)
alter table ports alter column country type varchar(2)
alter table ports alter column note type varchar(60)
alter table ports alter column note type text
alter table ports alter column opened type timestamptz
alter table ports alter column opened type timestamp(6)
+ set local timezone = 'Europe/Berlin'
alter table ports alter column opened type timestamptz
+ set local timezone to 'Etc/UTC'
alter table ports alter column opened type timestamptz
+ set local time zone 0
alter table ports alter column closed type timestamp
+ set local time zone 'GMT'
alter table ports alter column closed type timestamp
alter table ports alter column opened type timestamptz using opened at time zone 'utc'
alter table ports alter column closed type timestamp
alter table ports alter column depth type numeric(6,1)
alter table ports alter column depth type numeric(6,2)
alter table ports alter column depth type numeric
alter table ports alter column id type bigint
alter table ports alter column place type text using place::text
alter table ports alter column kind type text using kind::text
alter table ports alter column total type bigint
alter table ships alter column speed type knots
alter table ships alter column speed type numeric(5,1)
alter table ships alter column speed type numeric(7,1)
alter table ships alter column knots type speed
alter table ships alter column knots type numeric
alter table ships alter column code type varchar(10)
alter table ships alter column code type varchar(20)
alter table ships alter column code type text
alter table ships alter column code type strict
alter table ships alter column tags type varchar(10)[]
alter table ships alter column tags type varchar(12)[]
alter table ships alter column tags type text[]
alter table ships alter column length type numeric(10,2)
alter table ships alter column length type double precision
alter table ships alter column sign type bigint
alter table ships alter column id type integer
alter table ships alter column built type timestamp
alter table ships alter column built type text
alter table ships alter column seat type text
alter table ships alter column port type bigint
alter table calls alter column remark type varchar(40)
alter table calls alter column remark type varchar(20)
alter table calls alter column fee type numeric(10,2)
alter table calls alter column fee type numeric(10,3)
alter table calls alter column port type bigint
alter table calls alter column state type text using state::text
alter table calls_24 alter column remark type text
alter table pays alter column call type int
alter table pays alter column amount type numeric(10,2)
alter table crew alter column name type text
alter table crew alter column wage type bigint
alter table officers alter column stripes type bigint
alter table crew alter column wage set not null
alter table only crew alter column wage set not null
alter table officers alter column stripes set not null
alter table calls alter column port set not null
alter table ships alter column length set not null
+ alter table ships add constraint k check (built is not null) not valid
+ update ships set built = now()
+ alter table ships validate constraint k
alter table ships alter column built set not null
alter table calls_26 alter column port set not null
alter type flag add value 'half'
alter type flag add value if not exists 'up'
alter type flag add value 'half' before 'down'
alter type flag rename value 'up' to 'high'
alter type flag set schema yard
alter type berth add attribute side text
alter type berth alter attribute number type bigint
alter type berth drop attribute pier cascade
alter type berth rename attribute pier to quay
alter type berth rename to mooring
alter domain speed add check (value < 100)
alter domain speed add constraint k check (value < 100) not valid
alter domain knots set not null
alter domain knots add check (value < 1000)
alter domain code10 set not null
alter domain code10 set default 'c'
alter domain list add check (array_length(value, 1) < 5)
alter domain strict drop constraint strict_check
alter domain speed drop constraint if exists nothing
alter domain speed owner to current_user
alter domain speed rename to velocity
alter domain speed validate constraint speed_check
drop domain knots
drop domain knots cascade
drop domain speed cascade
drop domain code10 cascade
drop type flag cascade
drop type berth cascade
alter table calls attach partition calls_26 for values from ('2026-01-01') to ('2027-01-01')
alter table calls attach partition calls_27 for values from ('2027-01-01') to ('2028-01-01')
alter table calls attach partition calls_28 for values from ('2028-01-01') to ('2029-01-01')
+ alter table calls detach partition calls_rest
alter table calls attach partition calls_26 for values from ('2026-01-01') to ('2027-01-01')
+ alter table calls detach partition calls_rest
alter table calls attach partition calls_rest default
alter table calls detach partition calls_25
alter table calls detach partition calls_old
alter table calls_old detach partition calls_old_1
alter table calls detach partition calls_24 concurrently
create table a partition of calls for values from ('2029-01-01') to ('2030-01-01')
create table a partition of calls for values from ('2032-01-01') to ('2033-01-01')
create table a partition of calls_old for values in ('2002-02-02')
create table a partition of calls (fee default 3, check (fee > 0)) for values from ('2026-01-01') to ('2027-01-01')
drop table calls
drop table calls cascade
drop table pays
drop table items_0
drop table items
truncate calls
truncate calls cascade
truncate pays, calls, items
alter table pays add constraint k foreign key (call, at) references calls(id, at) not valid
alter table items add constraint k foreign key (call, at) references calls(id, at)
alter table items add constraint k foreign key (call, at) references calls(id, at) not valid
alter table items_0 add constraint k foreign key (call, at) references calls(id, at)
alter table calls add constraint k foreign key (port) references ports(id)
alter table calls_24 add constraint k foreign key (port) references ports(id)
alter table calls_24 add constraint k foreign key (port) references ports(id) not valid
alter table ports add constraint k foreign key (id) references ports(id)
alter table calls drop constraint calls_ship
alter table pays drop constraint pays_call
alter table pays validate constraint pays_call
alter table pays alter constraint pays_call deferrable initially deferred
alter table calls alter constraint calls_ship deferrable
alter table calls drop constraint calls_pkey
alter table calls drop constraint calls_pkey cascade
alter table calls add constraint k unique (id, at, port)
alter table calls add constraint k unique (id)
alter table calls add constraint k check (fee >= 0)
alter table ships drop constraint ships_key
alter table ships drop constraint ships_key cascade
alter table ships drop constraint ships_once
alter table ships drop constraint ships_length
alter table ships drop constraint ships_port, add constraint ships_port foreign key (port) references ports(id) not valid
alter table ships add constraint k unique using index ships_code
alter table ships add constraint k unique using index ships_name
alter table ships add constraint k unique using index ships_some
alter table ships add constraint k unique using index ships_sign_port deferrable
+ alter table ships drop constraint ships_key cascade
alter table ships add constraint k primary key using index ships_sign_port
+ alter table ships drop constraint ships_key cascade
alter table ships add primary key (id)
alter table ships add constraint k exclude using btree (built with =) where (built > '2020-01-01')
alter table ships add constraint k check (length > 0) no inherit not valid
alter table ships rename constraint ships_port to of_port
alter table ships rename constraint ships_key to ships_pk
alter table crew add constraint k check (id > 0)
alter table crew add constraint k check (id > 0) no inherit
alter table crew add constraint k check (id > 0) not valid
+ alter table crew add constraint k check (id > 0) not valid
alter table crew validate constraint k
alter table crew drop constraint crew_wage_check
alter table only crew drop constraint crew_wage_check
alter table crew add column a int
alter table crew add column a int default one()
alter table crew add column a int default tide()
alter table crew rename column name to called
alter table spare inherit crew
alter table captains no inherit officers
drop table officers
drop table crew cascade
truncate crew
truncate only officers
create table a() inherits (crew, drafts)
alter table ships replica identity full
alter table ships replica identity default
alter table ships replica identity nothing
alter table calls replica identity full
alter table calls enable row level security
alter table ships no force row level security
alter table ships enable always trigger ships_noted
alter table calls disable trigger calls_noted
alter table only calls disable trigger calls_noted
alter table ports disable trigger all
alter table ports enable rule log_it
alter table ports disable rule log_it
drop rule log_it on ports
drop rule keep on drafts
drop trigger calls_noted on calls
alter trigger calls_noted on calls rename to calls_told
create trigger k after truncate on ports for each statement execute function noted()
create trigger k before insert on calls_24 for each row execute function noted()
create trigger k after update of name on ports for each row when (old.name is distinct from new.name) execute function noted()
create constraint trigger k after insert on calls deferrable for each row execute function noted()
create policy k on calls for insert with check (port > 0)
create policy k on ships using (id in (select ship from calls where fee > 0))
alter policy of_port on ships using (port > 0)
drop policy of_port on ships
alter policy of_port on ships rename to by_port
create rule k as on update to deep_ports do instead update ports set depth = new.depth where id = old.id
create or replace rule keep as on delete to drafts do also delete from ports where id = old.id
create statistics k on port, built from ships
create statistics k on (lower(name)), (id % 2) from ships
alter statistics ships_stats set statistics 100
alter statistics ships_stats rename to s
drop statistics ships_stats, ports_expr
create publication k for tables in schema yard
alter publication out set table ships
alter publication out drop table calls
alter publication out rename to k
alter sequence call_signs owned by ports.id
alter sequence call_signs owned by none
alter sequence call_signs as bigint
alter sequence call_signs restart
alter sequence call_signs cache 10
alter sequence ships_id_seq restart with 1000
alter sequence yard.dock_numbers set schema public
alter sequence call_signs set logged
drop sequence call_signs
drop sequence call_signs cascade
drop sequence yard.dock_numbers cascade
alter table ships alter column id restart
alter table ships alter column id set generated always
alter table ships alter column id drop identity
alter table ships alter column id drop identity if exists
alter table ships alter column port add generated by default as identity
alter table pays alter column id add generated always as identity (start 100)
alter table ports alter column total drop expression
alter table ports alter column total drop expression if exists
alter table ports alter column name drop expression if exists
alter table ships alter column name set storage main
alter table ships alter column name set compression pglz
alter table calls alter column remark set storage external
alter table calls alter column remark set statistics 10
alter table only calls alter column remark set statistics 10
alter table ships alter column port set (n_distinct = 10), alter column name set statistics 3
alter table calls alter column fee set default 0
alter table only calls alter column fee set default 0
alter table calls_24 set (parallel_workers = 2), cluster on calls_24_pkey
alter table ports set unlogged
alter table ships set unlogged
alter table drafts set logged
alter table calls set logged
alter table ports set without oids
alter table ports set access method heap, set (fillfactor = 90)
alter table ports owner to current_user
alter table calls owner to current_user
alter table ports set schema yard
alter table ships set schema yard
alter table ports set schema public
alter table yard.docks set schema public
alter table yard.docks rename to quays
alter table calls rename column fee to price
alter table calls rename constraint calls_pkey to calls_key
alter table yard.docks add column a int default tide()
alter table yard.docks alter column port set not null
alter table yard.docks drop column port
drop table yard.docks
drop schema yard
drop schema yard cascade
alter schema yard rename to dockyard
create index on calls(port)
create index on only calls(port)
create index on calls_old(port)
create index on crew(name)
create unique index on calls(id, at)
create unique index on calls(id)
create index on ports((depth * 2)) where total > 3
create index on ports using hash(name)
create index if not exists ports_open on ports(name)
create index on per_port(n)
create index concurrently on ships(port)
+ create index k on only calls(port)
+ create index k25 on calls_25(port)
alter index k attach partition k25
alter index calls_fee rename to calls_price
alter index calls_24_pkey set (fillfactor = 70)
alter index ships_key set tablespace pg_default
alter index per_port_key rename to k
alter index ports_brin set (autosummarize = on)
drop index calls_fee
drop index calls_pkey
drop index ships_sign_port
drop index per_port_key, ports_open
drop index concurrently calls_fee
reindex index calls_fee
reindex table calls_24
reindex table calls
reindex index ships_key
reindex index concurrently ships_key
reindex table per_port
reindex (verbose) table drafts
cluster ports using ports_pkey
cluster calls using calls_pkey
cluster calls_24 using calls_24_pkey
cluster per_port using per_port_key
vacuum (full, analyze) ports
vacuum (freeze) ships
analyze calls
analyze ports (name, depth)
lock table calls
lock table only calls in share mode
lock table calls_old in share row exclusive mode
lock table deep_ports in share mode
lock table crew in exclusive mode nowait
lock table only crew in exclusive mode
comment on column calls.fee is 'x'
comment on index calls_fee is 'x'
comment on materialized view per_port is 'x'
comment on constraint calls_ship on calls is 'x'
comment on trigger ports_noted on ports is 'x'
comment on policy of_port on ships is 'x'
comment on rule log_it on ports is 'x'
comment on domain speed is 'x'
comment on sequence call_signs is 'x'
comment on statistics ships_stats is 'x'
comment on column open_ports.name is 'x'
grant select (name), update (depth) on ports to public
grant usage on sequence call_signs to public
grant all on all tables in schema public to public
revoke insert on calls from public
alter default privileges in schema public grant select on tables to public
alter view deep_ports owner to current_user
alter view open_ports set schema yard
alter view deep_ports rename column depth to d
alter view deep_ports reset (security_barrier)
alter view deep_ports alter column depth drop default
create or replace view deep_ports as select id, name, depth from open_ports where depth > 3
create or replace view open_ports as select id, name, depth, country from ports
create recursive view k(n) as values (1) union all select n + 1 from k where n < 9
create view k as select * from calls join per_port using (port)
create temp view k as select * from ports
drop view open_ports
drop view open_ports cascade
drop view deep_ports
drop materialized view per_port
drop materialized view per_port cascade
refresh materialized view per_port
refresh materialized view per_country
refresh materialized view later
refresh materialized view concurrently per_port
refresh materialized view concurrently later
refresh materialized view per_port with no data
alter materialized view per_port set schema yard
alter materialized view per_port cluster on per_port_key
alter materialized view per_port set access method heap
alter materialized view later owner to current_user
create materialized view k as select p.id, tide() from ports p
create materialized view if not exists per_port as select 1
create table a as select * from deep_ports
create table a as select * from calls where at > '2025-01-01'
create table if not exists ports as select 1
create unlogged table a as select * from mine
create table a (like ports)
create table a (like ships including all)
create table a (like calls including indexes including generated)
create table a (like per_port including indexes)
create table a (like open_ports)
create table a (id int references calls)
create table a (id int, at date, foreign key (id, at) references calls(id, at))
create table a (id int primary key, p int references a(id))
create table a (s serial, p int references ports, q int references yard.docks)
create table a (exclude using gist (c with &&), c circle)
create temp table a (id int) on commit drop
create temp table a as select * from ports
create function k(p ports) returns int language sql as 'select p.id'
create or replace function tide() returns int language plpgsql stable as 'begin return 2; end'
create or replace function noted() returns trigger language plpgsql as 'begin return new; end'
create procedure k() language sql as 'delete from ports'
create function k() returns bigint language sql begin atomic select count(*) from ports; end
drop function hull(text) cascade
drop function tide()
drop function noted() cascade
alter function tide() immutable
alter function tide() rename to ebb
create type k as (p ports, q int)
create type k as range (subtype = date)
create aggregate k(int) (sfunc = int4pl, stype = int)
create collation k from "C"
create extension if not exists plpgsql
select * from ships for update
select * from ships for share of ships skip locked
select s.id from ships s join ports p on p.id = s.port for update of s
select * from deep_ports for update
select * from calls where at = '2024-05-05' for no key update
select * from ships where id = 3 for key share
select tide() from ports
select nextval('call_signs')
select setval('call_signs', 30)
select count(*) from crew
select count(*) from only crew
table ports
values (1, 2)
explain delete from ports
explain analyze select * from ports
with gone as (delete from pays returning *) select count(*) from gone
with moved as (update ships set name = 'x' where id = 1 returning port) insert into drafts select port from moved on conflict do nothing
insert into drafts select id, id from ports where id > 60 on conflict (id) do update set port = excluded.port
insert into calls values (999, 1, '2024-02-02', 1)
insert into calls_24 values (998, 1, '2024-02-02', 1)
insert into ports(id, name) values (500, 'new')
insert into mine values (1, 1)
insert into deep_ports(id, name, depth) values (501, 'n', 9)
update deep_ports set depth = 9 where id = 1
update only crew set wage = 6
update ships s set name = p.name from ports p where p.id = s.port
update ships set seat.pier = 'x' where id = 1
delete from crew
delete from drafts
delete from ships using pays where pays.id = ships.id and pays.id < 0
merge into calls c using ships s on c.ship = s.id and c.at = '2024-05-05' when matched then do nothing
copy ports to '/dev/null'
copy (select * from ships) to '/dev/null'
copy mine from '/dev/null'
truncate drafts
truncate ports
truncate ports cascade
truncate mine
truncate ships restart identity cascade
drop table mine
drop table ports
drop table ports cascade
drop table ships cascade
drop table if exists ports, ships, pays, calls, drafts, yard.docks cascade
discard plans
prepare q as delete from ports
declare c cursor for select * from ships for update
listen x
notify x
set constraints all deferred
set constraints ships_port deferred
checkpoint
savepoint s
alter system set work_mem = '4MB'
create database other
alter database postgres set work_mem = '4MB'
create tablespace t location '/x'
alter role current_user set work_mem = '4MB'
alter extension plpgsql update
do $$ declare t text; begin foreach t in array array['ports', 'pays'] loop execute format('alter table %I add column a int default tide()', t); end loop; end $$
do $$ declare p ports; begin select * into p from ports where id = 1; p.depth := 4; alter table ships alter column name set not null; exception when others then null; end $$
do $$ begin perform tide() from ports; if exists (select from ports) then truncate pays; end if; end $$
+ create function k() returns void language sql as 'alter table ports add column a int default tide()'
select k()

-- SPDX-License-Identifier: GPL-3.0-or-later
-- What servers from 16 on know and the grammar of 15 does not: one statement a line. Whatever such a statement does, it is not told to be light.
alter table trees add constraint c check (height > 1) not enforced
alter table cellar.bottles add foreign key (size) references growers not enforced
alter table cellar.bottles alter constraint from_barrel not enforced
alter table cellar.bottles alter constraint from_barrel enforced
alter table trees add constraint n not null planted
alter table trees add constraint n not null planted not valid
alter table trees add constraint n not null planted no inherit
alter table cellar.bottles alter constraint n inherit
alter table cellar.bottles alter constraint n no inherit
alter table trees add column area real generated always as (height * 2) virtual
alter table trees add column area real generated always as (height * 2)
create table stays (id int, during tstzrange, primary key (id, during without overlaps))
alter table stays add unique (id, during without overlaps)
alter table visits add foreign key (id, period during) references stays (id, period during)
alter table picks split partition picks_now into (partition a for values from ('2024-01-01') to ('2024-06-01'), partition b for values from ('2024-06-01') to ('2025-01-01'))
alter table picks merge partitions (picks_old, picks_now) into picks_all
create statistics on kind, height from trees
alter table trees alter column height set statistics default
alter statistics trees_kinds set statistics default
alter table picks set access method default
merge into shelf s using shelf_log l on s.id = l.id when not matched by source then delete
merge into shelf s using shelf_log l on s.id = l.id when matched then delete returning s.*
with moved as (merge into shelf s using shelf_log l on s.id = l.id when matched then delete returning s.id) select * from moved
alter domain weight add constraint n not null
alter domain weight add not null not valid
vacuum only picks
analyze only picks
reindex (tablespace pg_default) database
reindex system
select json_object('a': 1 returning text) from trees
insert into shelf_log select * from json_table('[]', '$[*]' columns (id int)) as t
create table notes (id int not null no inherit)
create publication sold for all sequences
alter table trees add constraint u unique (code) include (kind) not enforced
create table child (check (height > 0) not enforced) inherits (trees)
alter table trees add column d int not null constraint k check (d > 0) not enforced

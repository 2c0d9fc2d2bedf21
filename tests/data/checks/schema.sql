/* What is there before each case of cases.txt. */
CREATE TYPE mood AS ENUM ('a', 'b');
CREATE DOMAIN price AS numeric CHECK (value >= 0);
CREATE DOMAIN label AS text;
CREATE FUNCTION steady() RETURNS int LANGUAGE sql STABLE AS 'SELECT 1';
CREATE FUNCTION drawn() RETURNS int LANGUAGE plpgsql VOLATILE AS $$ BEGIN RETURN 1; END $$;
CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
CREATE TABLE users (id bigint PRIMARY KEY, mail text NOT NULL, nick varchar(20), CONSTRAINT users_mail UNIQUE (mail));
CREATE TABLE shops (id bigint PRIMARY KEY, name text);
CREATE TABLE orders (
  id bigint PRIMARY KEY,
  user_id bigint REFERENCES users ON DELETE CASCADE,
  state text DEFAULT 'new',
  code varchar(20),
  total numeric(8, 2),
  placed_at timestamp,
  moment timestamptz,
  kind mood DEFAULT 'a',
  note text,
  seen text,
  size integer,
  remark varchar(20),
  tone text COLLATE "C",
  address inet,
  must text NOT NULL,
  paid numeric(8, 2),
  CONSTRAINT noted CHECK (note IS NOT NULL),
  CONSTRAINT remarked CHECK (remark <> '')
);
ALTER TABLE orders ADD CONSTRAINT seen_or_not CHECK (seen IS NOT NULL) NOT VALID;
CREATE INDEX orders_user ON orders (user_id);
CREATE INDEX orders_state ON orders (state, code);
CREATE INDEX orders_placed ON orders (placed_at);
CREATE INDEX orders_tone ON orders (tone);
CREATE VIEW sizes AS SELECT size FROM orders;
CREATE TABLE lines (order_id bigint REFERENCES orders, number int, shop_id bigint REFERENCES shops, PRIMARY KEY (order_id, number));
CREATE INDEX lines_shop ON lines (shop_id);
CREATE TABLE later (id bigint PRIMARY KEY, user_id bigint REFERENCES users DEFERRABLE INITIALLY DEFERRED);
CREATE INDEX later_user ON later (user_id);
CREATE TABLE priced (id bigint PRIMARY KEY, tag label, cost price);
CREATE TABLE events (id bigint, at date NOT NULL) PARTITION BY RANGE (at);
CREATE TABLE events_1 PARTITION OF events FOR VALUES FROM ('2026-01-01') TO ('2026-02-01');
CREATE TABLE parts (id bigint, at date NOT NULL) PARTITION BY RANGE (at);
CREATE TABLE parts_rest PARTITION OF parts DEFAULT;
CREATE TABLE next_part (id bigint, at date NOT NULL);
CREATE TABLE proved_part (id bigint, at date NOT NULL, CHECK (at >= '2026-02-01' AND at < '2026-03-01'));
CREATE MATERIALIZED VIEW totals AS SELECT user_id, sum(total) AS total FROM orders GROUP BY user_id;
CREATE TRIGGER orders_touch BEFORE UPDATE ON orders FOR EACH ROW EXECUTE FUNCTION touch();
CREATE SCHEMA archive;
CREATE TABLE archive.old (id bigint PRIMARY KEY);
CREATE UNLOGGED TABLE cache (id bigint PRIMARY KEY);

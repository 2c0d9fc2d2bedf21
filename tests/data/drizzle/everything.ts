import { sql } from "drizzle-orm";
import { bigint, bigserial, bit, boolean, char, check, date, doublePrecision, foreignKey, geometry, halfvec, index, integer, interval, json, jsonb, line, numeric, pgEnum, pgMaterializedView, pgPolicy, pgRole, pgSchema, pgSequence, pgTable, pgTableCreator, pgView, point, primaryKey, real, serial, smallint, sparsevec, text, time, timestamp, unique, uniqueIndex, uuid, varchar, vector, inet, cidr, macaddr } from "drizzle-orm/pg-core";

export const auth = pgSchema("auth");
export const mood = pgEnum("mood", ["sad", "ok", "it's"]);
export const level = auth.enum("level", ["low", "high"]);
export const seq = pgSequence("ticket_numbers", { startWith: 100, increment: 5, minValue: 100, maxValue: 10000, cache: 10, cycle: true });
export const authSeq = auth.sequence("auth_numbers");
export const plainSeq = pgSequence("plain");
export const reader = pgRole("reader");
export const admin = pgRole("boss", { createDb: true, createRole: true, inherit: false });

export const users = auth.table("users", {
  id: bigserial("id", { mode: "number" }).primaryKey(),
  level: level("level").notNull().default("low"),
  email: varchar("email", { length: 320 }).notNull().unique("users_email_key"),
  nick: text("nick").unique(),
  nock: text("nock").unique("nock_u", { nulls: "not distinct" }),
});

export const everything = pgTable("everything", {
  id: integer("id").primaryKey().generatedAlwaysAsIdentity(),
  other: integer("other").generatedByDefaultAsIdentity({ name: "other_seq", startWith: 1000, increment: 10, minValue: 1000, maxValue: 99999, cache: 20, cycle: true }),
  big: bigint("big", { mode: "bigint" }).generatedAlwaysAsIdentity({ startWith: 7 }),
  title: text("title").notNull(),
  titleLower: text("title_lower").generatedAlwaysAs(sql`lower(title)`),
  titleUpper: text("title_upper").generatedAlwaysAs((): any => sql`upper(${everything.title})`),
  price: numeric("price", { precision: 10, scale: 2 }).notNull().default("0.00"),
  priceTwice: numeric("price_twice").generatedAlwaysAs(sql`price * 2`).notNull(),
  konst: integer("konst").generatedAlwaysAs(sql`1`),
  mood: mood("mood").default("ok"),
  moods: mood("moods").array(),
  tags: text("tags").array().notNull().default([]),
  tags2: text("tags2").array().notNull().default(sql`'{}'::text[]`),
  meta: jsonb("meta").notNull().default({}),
  meta2: json("meta2").default({ a: 1, b: ["x"] }),
  data: jsonb("data").$type<string[]>().default([]),
  at: timestamp("at", { precision: 3, withTimezone: true }).defaultNow(),
  at2: timestamp("at2", { mode: "string" }).default(sql`now()`),
  day: date("day").defaultNow(),
  clock: time("clock", { precision: 2 }),
  span: interval("span"),
  span2: interval("span2", { fields: "day to second", precision: 3 }),
  span3: interval("span3", { fields: "year" }),
  spot: point("spot"),
  spot2: point("spot2", { mode: "xy" }),
  ruler: line("ruler"),
  bits: bit("bits", { dimensions: 3 }),
  ip: inet("ip"),
  net: cidr("net"),
  mac: macaddr("mac"),
  c: char("c"),
  c3: char("c3", { length: 3 }),
  v: varchar("v"),
  r: real("r").default(1.5),
  d: doublePrecision("d").default(-2),
  s: smallint("s").default(3),
  flag: boolean("flag").default(true),
  u: uuid("u").defaultRandom(),
  num: numeric("num", { precision: 7 }),
  code: text("code", { enum: ["a", "b"] }).default("a"),
  owner: bigint("owner", { mode: "number" }).references(() => users.id, { onDelete: "set null", onUpdate: "cascade" }),
  parent: integer("parent"),
  nn: text("nn").default(sql`'x' || 'y'`),
  big2: bigint("big2", { mode: "number" }).default(5),
}, (t) => [
  foreignKey({ columns: [t.parent], foreignColumns: [t.id] }),
  foreignKey({ columns: [t.code, t.num], foreignColumns: [t.title, t.price], name: "own_name" }).onDelete("cascade"),
  index().on(t.title),
  index("named").on(t.title.desc(), t.price.nullsFirst()),
  uniqueIndex("lower_title").on(sql`lower(${t.title})`),
  index("gin_tags").using("gin", t.tags),
  index("part").on(t.price).where(sql`${t.price} > 0`),
  index("with_opts").using("btree", t.title.asc()).with({ fillfactor: 70 }),
  unique().on(t.title, t.price),
  unique("nd").on(t.title, t.mood).nullsNotDistinct(),
  check("price_pos", sql`${t.price} >= 0`),
  pgPolicy("see_all", { for: "select", to: "public", using: sql`true` }),
  pgPolicy("own_rows", { as: "restrictive", for: "update", to: reader, using: sql`owner = 1`, withCheck: sql`${t.owner} = 1` }),
  pgPolicy("plain_policy"),
  pgPolicy("two_roles", { to: [reader, "current_user"], for: "insert", withCheck: sql`true` }),
]);

export const locked = pgTable("locked", {
  id: serial("id").primaryKey(),
  numb: integer("numb").default(sql`nextval('ticket_numbers')`),
}).enableRLS();

export const pairs = pgTable("pairs", {
  a: integer("a").notNull(),
  b: uuid("b").notNull(),
}, (t) => ({
  pk: primaryKey({ columns: [t.a, t.b] }),
}));

export const named_pairs = pgTable("named_pairs", { a: integer(), b: integer() }, (t) => [primaryKey({ name: "np", columns: [t.b, t.a] })]);

export const active = pgView("active_everything", { id: integer("id"), title: text("title") }).as(sql`select id, title from everything where flag`);
export const existing = pgView("some_existing", { id: integer("id") }).existing();
export const secured = pgView("secured", { id: integer("id") }).with({ securityBarrier: true, checkOption: "local", securityInvoker: true }).as(sql`select id from everything`);
export const mat = pgMaterializedView("mat", { id: integer("id") }).as(sql`select id from everything`);
export const matNo = pgMaterializedView("mat_no", { id: integer("id") }).withNoData().as(sql`select id from everything`);
export const authView = auth.view("auth_view", { id: bigint("id", { mode: "number" }) }).as(sql`select id from auth.users`);
export const built = pgView("built").as((qb) => qb.select().from(locked));

export const createTable = pgTableCreator((name) => `shop_${name}_v1`);
export const prefixed = createTable("orders", { id: integer("id").primaryKey(), placed: timestamp("placed").notNull() });
export const linked = pgPolicy("linked_policy", { as: "permissive", for: "delete", to: [reader, admin], using: sql`${prefixed.id} > 0` }).link(prefixed);

import { boolean, index, integer, pgEnum, pgTable, text, timestamp, uniqueIndex, uuid } from "drizzle-orm/pg-core";

export const members = pgTable("members", {
  id: uuid("id").primaryKey().defaultRandom(),
  name: text("name").notNull(),
  email: text("email").notNull(),
  joinedAt: timestamp("joined_at", { withTimezone: true }).notNull().defaultNow(),
}, (table) => [uniqueIndex("members_email").on(table.email)]);

export const books = pgTable("books", {
  id: uuid("id").primaryKey().defaultRandom(),
  title: text("title").notNull(),
  isbn: text("isbn"),
  shelf: text("shelf").notNull().default("new"),
  isLost: boolean("is_lost").notNull().default(false),
});

export const loanState = pgEnum("loan_state", ["lent", "returned"]);

export const loans = pgTable("loans", {
  id: uuid("id").primaryKey().defaultRandom(),
  memberId: uuid("member_id").notNull().references(() => members.id, { onDelete: "cascade" }),
  bookId: uuid("book_id").notNull().references(() => books.id, { onDelete: "cascade" }),
  state: loanState("state").notNull().default("lent"),
  renewals: integer("renewals").notNull().default(0),
  lentAt: timestamp("lent_at", { withTimezone: true }).notNull().defaultNow(),
}, (table) => [index("loans_member").on(table.memberId), index("loans_book").on(table.bookId)]);

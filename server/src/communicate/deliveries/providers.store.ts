// The health of providers, one row each, as all nodes see it.
import { sql } from 'kysely'
import type { Db } from '../../platform/database/connect.ts'
import { afterAnswers, type Health, healthy, type Trust, trustIn } from './circuit.ts'

/** How far each provider is trusted now, by name. */
export async function trustOf(db: Db, names: string[], now: Date): Promise<Map<string, Trust>> {
  const { rows } = await sql<Health & { name: string }>`
    select name, failures, opened, open_until as "openUntil" from providers where name = any (${names}::text[])`.execute(db)
  const known = new Map(rows.map((row) => [row.name, row]))
  return new Map(names.map((name) => [name, trustIn(known.get(name) ?? healthy, now)]))
}

/** Stores what answers make of a provider's health. @returns how far it is trusted now, and whether that has changed */
export function noteAnswers(
  db: Db,
  name: string,
  channel: string,
  answers: { ok: boolean; answer: string }[],
  now: Date,
): Promise<{ trust: Trust; changed: boolean }> {
  return db.transaction().execute(async (tx) => {
    await sql`insert into providers (name, channel, changed_at) values (${name}, ${channel}, ${now}) on conflict (name) do nothing`.execute(tx)
    const {
      rows: [before],
    } = await sql<Health>`select failures, opened, open_until as "openUntil" from providers where name = ${name} for update`.execute(tx)
    const after = afterAnswers(before ?? healthy, answers, now)
    const said = answers.findLast(({ ok }) => !ok)?.answer ?? null
    await sql`update providers set failures = ${after.failures}, opened = ${after.opened}, open_until = ${after.openUntil}, answer = coalesce(${said}, answer), changed_at = ${now} where name = ${name}`.execute(
      tx,
    )
    return { trust: trustIn(after, now), changed: before?.openUntil?.getTime() !== after.openUntil?.getTime() }
  })
}

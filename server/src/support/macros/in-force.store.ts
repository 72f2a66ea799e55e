// Which macros there are: the newest revision that was saved here, else the shipped one; each saving is kept.
import { sql } from 'kysely'
import { type Deps, namesOf } from '../../deps.ts'
import type { Db } from '../../platform/database/connect.ts'
import { newId } from '../../platform/ids.ts'
import { Refused } from '../../platform/refused.ts'
import { wrongIn } from '../answers/answer.ts'
import { wrongWith } from './macros.ts'
import { WriteMacro } from './macros.contract.ts'
import { shippedMacros } from './shipped.ts'

export type Macro = WriteMacro & { id: string; revision: number; shipped: boolean; removed: boolean; author: string | null; at: Date | null }
type Stored = { id: string; revision: number; name: string; body: Omit<WriteMacro, 'name'>; removed: boolean; author: string; at: Date }

/** By name; what was taken away is not there. */
export async function macrosInForce(db: Db): Promise<Macro[]> {
  const { rows } = await sql<Stored>`
    select distinct on (macro) macro as id, revision, name, body, removed, author, written_at as at from macro_revisions order by macro, revision desc`.execute(
    db,
  )
  const stored = new Map(rows.map((row) => [row.id, row]))
  const all = [...rows.map(asMacro), ...shippedMacros.filter(({ id }) => !stored.has(id)).map(asShipped)]
  return all.filter(({ removed }) => !removed).toSorted((one, other) => one.name.localeCompare(other.name, 'en'))
}

export async function macroInForce(db: Db, id: string): Promise<Macro> {
  const { rows } = await sql<Stored>`
    select macro as id, revision, name, body, removed, author, written_at as at from macro_revisions where macro = ${id} order by revision desc limit 1`.execute(
    db,
  )
  const shipped = shippedMacros.find((each) => each.id === id)
  const found = rows[0] ? asMacro(rows[0]) : shipped && asShipped(shipped)
  if (!found || found.removed) throw new Refused('not-found', 'There is no such macro, or it was taken away.')
  return found
}

const asMacro = ({ body, ...row }: Stored): Macro => ({ ...WriteMacro.parse({ ...body, name: row.name }), ...row, shipped: false })
const asShipped = ({ id, ...given }: (typeof shippedMacros)[number]): Macro => ({
  ...WriteMacro.parse(given),
  ...{ id, revision: 0, shipped: true, removed: false, author: null, at: null },
})

type Changing = Pick<Deps, 'db' | 'clock'>

/** @returns its id */
export async function writeMacro(deps: Changing, given: WriteMacro, by: string): Promise<string> {
  const id = newId(deps.clock())
  await save(deps, id, given, { revision: 0, removed: false, by })
  return id
}

/** Over the revision that it was made from. */
export async function changeMacro(deps: Changing, id: string, { revision, ...given }: WriteMacro & { revision: number }, by: string): Promise<void> {
  await macroInForce(deps.db, id)
  await save(deps, id, given, { revision, removed: false, by })
}

/** It is offered no more; what was done with it stays written down. */
export async function removeMacro(deps: Changing, id: string, revision: number, by: string): Promise<void> {
  const { name, texts, actions, groups } = await macroInForce(deps.db, id)
  await save(deps, id, { name, texts, actions, groups }, { revision, removed: true, by })
}

async function save({ db, clock }: Changing, id: string, given: WriteMacro, { revision, removed, by }: { revision: number; removed: boolean; by: string }) {
  if (!removed) await check(db, given)
  const { name, ...body } = given
  await db.transaction().execute(async (tx) => {
    await sql`select pg_advisory_xact_lock(hashtextextended('macros', 0))`.execute(tx)
    const { rows } = await sql<{ revision: number }>`select coalesce(max(revision), 0) as revision from macro_revisions where macro = ${id}`.execute(tx)
    if (rows[0]?.revision !== revision)
      throw new Refused('changed-meanwhile', 'Somebody changed this macro meanwhile. Look at what it is now, and change it again.')
    const same = (await macrosInForce(tx)).find((each) => each.id !== id && each.name.toLowerCase() === name.toLowerCase())
    if (same && !removed) throw new Refused('already-done', 'name: another macro has this name; agents could not tell them apart.')
    await sql`
      insert into macro_revisions (macro, revision, name, body, removed, author, written_at) values (${id}, ${revision + 1}, ${name}, ${JSON.stringify(body)}::jsonb, ${removed}, ${by}, ${clock()})`.execute(
      tx,
    )
  })
}

async function check(db: Db, given: WriteMacro): Promise<void> {
  for (const [locale, text] of Object.entries(given.texts)) {
    const wrong = wrongIn(text)
    if (wrong) throw new Refused('not-valid', `texts.${locale}: ${wrong}`)
  }
  const wrong = wrongWith(given)
  if (wrong) throw new Refused('not-valid', `actions: ${wrong}`)
  const { assign } = given.actions
  if (assign !== null && assign !== 'me' && assign !== 'nobody') {
    const { rows } = await sql`select 1 from auth_user where id = ${assign}`.execute(db)
    if (rows.length === 0) throw new Refused('not-valid', 'actions.assign: must be me, nobody, or somebody who is here.')
  }
}

export async function macroVersions(deps: Pick<Deps, 'db'>, id: string) {
  const { rows } = await sql<Stored>`
    select macro as id, revision, name, body, removed, author, written_at as at from macro_revisions where macro = ${id} order by revision desc limit 200`.execute(
    deps.db,
  )
  if (rows.length === 0 && !shippedMacros.some((each) => each.id === id)) throw new Refused('not-found', 'There is no such macro.')
  const person = await namesOf(
    deps,
    rows.map(({ author }) => author),
  )
  return {
    versions: rows.map(({ revision, name, body, removed, author, at }) => ({
      revision,
      name,
      texts: body.texts,
      removed,
      at: at.toISOString(),
      by: person(author),
    })),
  }
}

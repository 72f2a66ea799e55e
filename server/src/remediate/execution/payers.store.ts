// Who carries lines out: rows with settings that may be read and a secret that may not; opened once a process and again when they change.
import { sql } from 'kysely'
import type { Deps } from '../../deps.ts'
import type { Db } from '../../platform/database/connect.ts'
import { Refused } from '../../platform/refused.ts'
import { unseal } from '../../platform/secrets/seal.ts'
import type { PayerKind } from './execution.contract.ts'
import type { Payer } from './payer.ts'

export type PayerRow = {
  id: string
  kind: PayerKind
  name: string
  brand: string
  settings: Record<string, unknown>
  sealed: Buffer | null
  live: boolean
  state: 'on' | 'paused'
  pausedWhy: string | null
  madeBy: string
  madeAt: Date
}
/** Makes a payer of its settings and its unsealed secrets. */
export type OpenPayer = (given: { settings: Record<string, unknown>; secrets: Record<string, string> }) => Payer
/** By kind; one that is not there cannot carry anything out yet. */
export type Openers = Partial<Record<PayerKind, OpenPayer>>

const columns = sql`p.id, p.kind, p.name, b.slug as brand, p.settings, p.sealed, p.live, p.state, p.paused_why as "pausedWhy", p.made_by as "madeBy", p.made_at as "madeAt"`

export const payersOf = async (db: Db): Promise<PayerRow[]> =>
  (await sql<PayerRow>`select ${columns} from payers p join brands b on b.id = p.brand_id where p.removed_at is null order by p.name, p.id`.execute(db)).rows

export async function payerById(db: Db, id: string): Promise<PayerRow> {
  const { rows } = await sql<PayerRow>`select ${columns} from payers p join brands b on b.id = p.brand_id where p.id = ${id} and p.removed_at is null`.execute(
    db,
  )
  if (!rows[0]) throw new Refused('not-found', 'There is no such payer.')
  return rows[0]
}

/** It pauses itself; where somebody paused it before, their reason stands. */
export const pausePayer = (db: Db, id: string, why: string) =>
  sql`update payers set state = 'paused', paused_why = ${why.slice(0, 500)} where id = ${id} and state = 'on'`.execute(db)

export type Opened = { of: (row: PayerRow) => Payer | undefined; close: () => void }

/** Opens each payer once; a change of its settings or secret opens it anew. */
export function openedPayers({ key }: Pick<Deps, 'key'>, openers: Openers): Opened {
  const known = new Map<string, { as: string; payer: Payer }>()
  return {
    of: (row) => {
      const as = JSON.stringify([row.settings, row.sealed?.toString('base64')])
      const before = known.get(row.id)
      if (before?.as === as) return before.payer
      before?.payer.close()
      const open = openers[row.kind]
      if (!open) return undefined
      const payer = open({ settings: row.settings, secrets: row.sealed ? JSON.parse(unseal(key, row.sealed)) : {} })
      known.set(row.id, { as, payer })
      return payer
    },
    close: () => {
      for (const { payer } of known.values()) payer.close()
      known.clear()
    },
  }
}

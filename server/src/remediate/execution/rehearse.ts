// The dry run: the next lines of a payer as they would be called. Nothing is called and nothing is changed.
import { sql } from 'kysely'
import type { z } from 'zod'
import type { Db } from '../../platform/database/connect.ts'
import type { RehearsalView } from './execution.contract.ts'
import { linesOf } from './lines.store.ts'
import type { Means, Payer } from './payer.ts'
import type { PayerRow } from './payers.store.ts'

const most = 200

export async function rehearse(db: Db, { id, kind }: PayerRow, payer: Payer | undefined): Promise<z.input<typeof RehearsalView>> {
  const { rows } = await sql<{ grantId: number; account: string; means: Means; amountMinor: number; currency: string }>`
    select p.grant_id as "grantId", a.key as account, p.means, g.amount_minor as "amountMinor", g.currency
      from payouts p join grants g on g.id = p.grant_id join accounts a on a.id = g.account_id and a.practice = g.practice
     where p.payer_id = ${id} and p.state = 'approved' order by p.grant_id limit ${most}`.execute(db)
  const lines = await linesOf(
    db,
    kind,
    rows.map(({ grantId }) => grantId),
  )
  return rows.map((row) => {
    const line = lines.get(row.grantId)
    if (!line || 'wrong' in line) return { ...row, customer: null, call: null, refused: line?.wrong ?? 'The account is gone.' }
    const shown = payer?.shows(line) ?? { refused: 'This version cannot carry out anything by a payer of this kind.' }
    return 'refused' in shown
      ? { ...row, customer: line.customer, call: null, refused: shown.refused }
      : { ...row, customer: line.customer, call: shown, refused: null }
  })
}

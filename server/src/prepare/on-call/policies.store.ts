import { sql } from 'kysely'
import { z } from 'zod'
import type { Db } from '../../platform/database/connect.ts'
import { Filter, Step } from './policies.contract.ts'
import type { Policy } from './policy.ts'

export type StoredPolicy = Policy & { id: string; position: number; filter: z.output<typeof Filter> }
const Body = z.object({ steps: z.array(Step).min(1), repeats: z.number().int(), repeatAfterMinutes: z.number().int(), filter: Filter })

/** All policies in the order in which they are tried. One that can no longer be read is passed over: a crisis must be declared all the same. */
export async function policiesInOrder(db: Db): Promise<StoredPolicy[]> {
  const { rows } = await sql<{ id: string; name: string; position: number; body: unknown }>`
    select id, name, position, body from escalation_policies order by position, created_at, id`.execute(db)
  return rows.flatMap(({ body, ...row }) => {
    const read = Body.safeParse(body)
    return read.success ? [{ ...row, ...read.data }] : []
  })
}
